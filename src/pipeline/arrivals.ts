import { type MarketEvent, knownAt } from "#core/events.ts";
import { type Ms, asMs } from "#core/units.ts";
import type { StoredEvent } from "#storage/store.ts";
import { isStored } from "./recorder.ts";

/** Decides what becomes of events that come when the step they belong to has ended: columns that are written stay, and a replay of the record must make them again. */
export interface Arrivals {
  /** The event as the market may use and record it, undefined when it is of no use any more. */
  take(event: MarketEvent): MarketEvent | undefined;
  /** Steps are made of the record up to `until`, which holds settlements up to `fundedUntil`: what belongs there and comes from now on is late. */
  seal(record: { readonly until: number; readonly fundedUntil: number }): void;
}

/** A month of hourly ones. */
const MOST_SETTLED = 720;

/** `steppedTo`: end of the last live step. A late settlement or print counts in the next step; a late mark bar or sample is for the record; a late traded bar or sum is of no use. */
export function createArrivals({ steppedTo }: { steppedTo: () => Ms | undefined }): Arrivals {
  let sealed = 0;
  let funded = 0;
  /** Settlements after `funded` that are known: a repair may fetch one after the feed has told of the next. */
  const settled = new Set<number>();

  function isSettled(time: number): boolean {
    if (time <= funded || settled.has(time)) return true;
    settled.add(time);
    const [oldest] = settled;
    if (settled.size > MOST_SETTLED) settled.delete(oldest);
    return false;
  }

  return {
    seal({ until, fundedUntil }) {
      sealed = Math.max(sealed, until);
      funded = Math.max(funded, fundedUntil);
    },
    take(event) {
      if (event.kind === "funding" && isSettled(event.time)) return undefined;
      return isStored(event) ? countedAfter(event, Math.max(sealed, steppedTo() ?? 0)) : event;
    },
  };
}

/** A fact as it counts when the steps until `ended` are made: late settlements and prints in the step after them, late mark bars and samples in none. Undefined: it is of no use any more. */
export function countedAfter(event: StoredEvent, ended: number): StoredEvent | undefined {
  // No step uses a ratio.
  if (knownAt(event) > ended || event.kind === "ratio") return event;
  const isKept =
    event.kind === "funding" || event.kind === "liquidation" || event.kind === "open-interest" || (event.kind === "candle" && event.price === "mark");
  return isKept ? { ...event, heardAt: asMs(ended + 1) } : undefined;
}
