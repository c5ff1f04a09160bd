import { type MarketEvent, knownAt } from "#core/events.ts";
import { type Ms, asMs } from "#core/units.ts";
import { isStored } from "./recorder.ts";

/** Decides what becomes of events that come when the step they belong to has ended: columns that are written stay, and a replay of the record must make them again. */
export interface Arrivals {
  /** The event as the market may use and record it, undefined when it is of no use any more. */
  take(event: MarketEvent): MarketEvent | undefined;
}

/** `fundedUntil`: settlements up to then are in the record. A late settlement or print counts in the next step; a late bar, sample or sum has been made up for by then. */
export function createArrivals({ steppedTo, fundedUntil }: { steppedTo: () => Ms | undefined; fundedUntil: number }): Arrivals {
  let funded = fundedUntil;
  return {
    take(event) {
      if (event.kind === "funding") {
        if (event.time <= funded) return undefined;
        funded = event.time;
      }
      const ended = steppedTo();
      if (ended === undefined || !isStored(event) || knownAt(event) > ended) return event;
      return event.kind === "funding" || event.kind === "liquidation" ? { ...event, heardAt: asMs(ended + 1) } : undefined;
    },
  };
}
