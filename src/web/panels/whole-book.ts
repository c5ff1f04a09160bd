import { type CellSide, summedCells } from "#insight/order-book/depth-side.ts";
import type { OrderBookMessage } from "#wire/order-book.ts";
import { isLive, middleOf } from "#web/chart/ladder-rows.ts";

/** The live venues of a book as one. */
export interface WholeBook {
  readonly middle: number;
  readonly bids: CellSide;
  readonly asks: CellSide;
  /** Prices between which every live venue shows all orders. */
  readonly observed: { readonly low: number; readonly high: number };
}

/** Undefined while no venue is live. */
export function wholeBook({ venues }: Pick<OrderBookMessage, "venues">): WholeBook | undefined {
  const live = venues.filter(isLive);
  const middle = middleOf(live[0]);
  if (middle === undefined) return undefined;
  const ends = live.map(({ observed }) => observed ?? { low: middle, high: middle });
  return {
    middle,
    bids: summedCells(live.map((venue) => venue.bids)),
    asks: summedCells(live.map((venue) => venue.asks)),
    observed: { low: Math.max(...ends.map(({ low }) => low)), high: Math.min(...ends.map(({ high }) => high)) },
  };
}
