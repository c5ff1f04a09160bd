import { rowOf } from "#core/price-rows.ts";
import { type DepthToReach, depthToReach } from "#insight/order-book/depth-to-reach.ts";
import type { OrderVenueMessage } from "#wire/order-book.ts";
import type { WholeBook } from "#web/panels/whole-book.ts";

/** A row of the book around the price. */
export interface OrderRow {
  readonly cell: number;
  readonly side: "bids" | "asks";
  readonly usd: number;
}

/** What rests within so far of the price on either side. */
export interface DepthWithin {
  readonly within: number;
  readonly bids: DepthToReach;
  readonly asks: DepthToReach;
}

/** The rows nearest to the price, highest first, at most so many on either side, as far as anything is seen. */
export function nearestRows(
  { middle, bids, asks }: WholeBook,
  { rowsPerCell, count }: { readonly rowsPerCell: number; readonly count: number },
): readonly OrderRow[] {
  const at = Math.floor(rowOf(middle) / rowsPerCell);
  const rows = (side: "bids" | "asks", cellOf: (i: number) => number) =>
    Array.from({ length: count }, (_, i) => cellOf(i)).flatMap((cell) => {
      const { firstCell, usd } = side === "bids" ? bids : asks;
      return usd[cell - firstCell] === undefined ? [] : [{ cell, side, usd: usd[cell - firstCell] }];
    });
  return [...rows("asks", (i) => at + i).toReversed(), ...rows("bids", (i) => at - i)];
}

const DISTANCES = [0.001, 0.005, 0.01, 0.02] as const;

/** What a move of the price by this or that much would trade through. */
export function depthSummary({ middle, ...sides }: WholeBook, rowsPerCell: number): readonly DepthWithin[] {
  const reach = (to: number) => depthToReach(sides, { from: middle, to, rowsPerCell, observed: sides.observed });
  return DISTANCES.map((within) => ({ within, bids: reach(middle * (1 - within)), asks: reach(middle * (1 + within)) }));
}

/** How much of its price a venue's spread is; null where a side is empty. */
export const spreadOf = ({ bestBid, bestAsk }: OrderVenueMessage): number | null =>
  bestBid === null || bestAsk === null ? null : (bestAsk - bestBid) / bestBid;
