import { sideSign } from "#core/position-side.ts";
import type { MarginModel, Position } from "./margin-model.ts";

/** How far from a whole number of ticks a price may be by rounding errors alone: a millionth of a tick, or the last digits of a price of very many ticks. */
const noiseOf = (ticks: number): number => Math.max(1e-6, ticks * 8 * Number.EPSILON);

/** A price on its tick, rounded towards entry, as exchanges show liquidation and bankruptcy prices: a long's up, a short's down. */
export function towardsEntry(price: number, { side, tickSize }: { side: Position["side"]; tickSize: number }): number {
  const ticks = price / tickSize;
  const nearest = Math.round(ticks);
  const whole = Math.abs(ticks - nearest) < noiseOf(ticks) ? nearest : side === "long" ? Math.ceil(ticks) : Math.floor(ticks);
  return Number((whole * tickSize).toPrecision(15));
}

/** A liquidation price as the exchange shows it, on its tick. */
export function shownLiquidationPrice(model: MarginModel, position: Position, { price, tickSize }: { price: number; tickSize: number }): number {
  const { side } = position;
  return towardsEntry(price + sideSign(side) * model.ticksNearer(position) * tickSize, { side, tickSize });
}
