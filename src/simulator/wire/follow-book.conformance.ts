import type { BookChange } from "./book-side.ts";

/** Levels as text, price first, as most exchanges write them. */
export type TextLevels = readonly (readonly [price: string, size: string, ...rest: string[]])[];

/** A book as a client keeps it: absolute sizes, zero removes. */
export function createFollowedBook() {
  const bids = new Map<string, number>();
  const asks = new Map<string, number>();
  const put = (side: Map<string, number>, levels: TextLevels) => {
    for (const [price, size] of levels)
      if (Number(size) === 0) side.delete(price);
      else side.set(price, Number(size));
  };
  const sorted = (side: Map<string, number>, sign: 1 | -1) =>
    [...side].map(([price, size]): [number, number] => [Number(price), size]).sort(([a], [b]) => sign * (a - b));
  return {
    reset(levels: { bids: TextLevels; asks: TextLevels }) {
      bids.clear();
      asks.clear();
      put(bids, levels.bids);
      put(asks, levels.asks);
    },
    change(levels: { bids: TextLevels; asks: TextLevels }) {
      put(bids, levels.bids);
      put(asks, levels.asks);
    },
    bids: (count: number) => sorted(bids, -1).slice(0, count),
    asks: (count: number) => sorted(asks, 1).slice(0, count),
  };
}

/** What the simulator's own book holds: price, and size in base coin (inverse: USD face). */
export const pricesOf = (levels: readonly BookChange[], { tickSize, lotSize }: { tickSize: number; lotSize: number }): [number, number][] =>
  levels.map(([tick, lots]) => [rounded(tick * tickSize), rounded(lots * lotSize)]);

const rounded = (value: number): number => Number(value.toFixed(8));
