import type { LiquidationEvent } from "./events.ts";

/** What tells the printed orders of one instrument apart, in a feed, in the estimate's steps and in the store. */
export const printKey = ({ time, positionSide, price, size, orderPrice, ordinal = 0 }: LiquidationEvent): string =>
  `${time} ${positionSide} ${price} ${size} ${orderPrice} ${ordinal}`;
