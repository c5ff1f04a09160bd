import { DAY_MS } from "#core/units.ts";
import type { MarketMessage } from "#wire/messages.ts";

interface Taken {
  readonly openInterestUsd: number;
  /** The instant that it was known at; undefined: now. */
  readonly at: number | undefined;
}

/**
 * Remembers the open interest that a coin's scales are taken from: the first one heard, since colours must not move while people look. Of an instant
 * it is the first that was known by then: going back before it, an earlier one is taken.
 */
export function createScaleMemory(): (market: Pick<MarketMessage, "coin" | "openInterestUsd">, at: number | undefined) => number | null {
  const now = new Map<string, Taken>();
  const then = new Map<string, Taken>();
  return ({ coin, openInterestUsd }, at) => {
    const taken = at === undefined ? now : then;
    const known = taken.get(coin);
    if (known && (at === undefined || (known.at !== undefined && known.at <= at))) return known.openInterestUsd;
    if (openInterestUsd === null) return null;
    taken.set(coin, { openInterestUsd, at });
    return openInterestUsd;
  };
}

type HeatRange = MarketMessage["heatRange"];

/** Remembers the range of a market's colours as it was first heard; in a replay, that of each day, once the server has told of then. */
export function createRangeMemory(): (market: Pick<MarketMessage, "id" | "heatRange" | "mark">, at: number | undefined) => HeatRange {
  const taken = new Map<string, HeatRange>();
  return ({ id, heatRange, mark }, at) => {
    const key = at === undefined ? id : `${id} ${Math.floor(at / DAY_MS)}`;
    const known = taken.get(key) ?? heatRange;
    if (known && (at === undefined || mark !== null)) taken.set(key, known);
    return known;
  };
}
