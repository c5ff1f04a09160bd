import { type MarketEvent, knownAt } from "#core/events.ts";
import { type Ms, asMs } from "#core/units.ts";
import { isStored } from "./recorder.ts";

/** Decides what becomes of events that come when the step they belong to has ended: columns that are written stay, and a replay of the record must make them again. */
export interface Arrivals {
  /** The event as the market may use and record it, undefined when it is of no use any more. */
  take(event: MarketEvent): MarketEvent | undefined;
  /** Steps are made of the record up to `until`, which holds settlements up to `fundedUntil`: what belongs there and comes from now on is late. */
  seal(record: { readonly until: number; readonly fundedUntil: number }): void;
}

/** `steppedTo`: end of the last live step. A late settlement or print counts in the next step; a late bar, sample or sum has been made up for by then. */
export function createArrivals({ steppedTo }: { steppedTo: () => Ms | undefined }): Arrivals {
  let sealed = 0;
  let funded = 0;
  return {
    seal({ until, fundedUntil }) {
      sealed = Math.max(sealed, until);
      funded = Math.max(funded, fundedUntil);
    },
    take(event) {
      if (event.kind === "funding") {
        if (event.time <= funded) return undefined;
        funded = event.time;
      }
      const ended = Math.max(sealed, steppedTo() ?? 0);
      if (!isStored(event) || knownAt(event) > ended) return event;
      return event.kind === "funding" || event.kind === "liquidation" ? { ...event, heardAt: asMs(ended + 1) } : undefined;
    },
  };
}
