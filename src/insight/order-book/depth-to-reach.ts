import { rowOf } from "#core/price-rows.ts";
import type { CellSide } from "./depth-side.ts";

/** What rests between the price and a place further out, on the side that a move there would trade through. */
export interface DepthToReach {
  readonly usd: number;
  /** In part: the book is not seen as far as that, so that more rests there than this. */
  readonly seen: "whole" | "in part";
}

export interface ReachAsked {
  readonly from: number;
  readonly to: number;
  readonly rowsPerCell: number;
  /** Prices between which every order is known. */
  readonly observed: { readonly low: number; readonly high: number };
}

/** USD of bids (down) or asks (up) that a move of the price from `from` to `to` trades through; the cells of both ends included. */
export function depthToReach(sides: { readonly bids: CellSide; readonly asks: CellSide }, { from, to, rowsPerCell, observed }: ReachAsked): DepthToReach {
  const cellOf = (price: number) => Math.floor(rowOf(price) / rowsPerCell);
  const { firstCell, usd } = to < from ? sides.bids : sides.asks;
  const [low, high] = [cellOf(Math.min(from, to)) - firstCell, cellOf(Math.max(from, to)) - firstCell];
  let sum = 0;
  for (let at = Math.max(0, low); at <= Math.min(usd.length - 1, high); at++) sum += usd[at];
  return { usd: sum, seen: to >= observed.low && to <= observed.high ? "whole" : "in part" };
}
