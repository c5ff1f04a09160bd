/** Side of a position. Not to be confused with the taker side of a trade. */
export type PositionSide = "long" | "short";
/** Side of the order that took liquidity. */
export type TakerSide = "buy" | "sell";

export const POSITION_SIDES: readonly PositionSide[] = ["long", "short"];

/** Index of a side in every side-major array: long 0, short 1. */
export const LONG = 0;
export const SHORT = 1;
export const sideIndex = (side: PositionSide): 0 | 1 => (side === "long" ? LONG : SHORT);
/** +1 for a long, -1 for a short: the `s` of docs/estimation.md. */
export const sideSign = (side: PositionSide): 1 | -1 => (side === "long" ? 1 : -1);
