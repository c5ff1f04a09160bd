import { sideSign } from "#core/position-side.ts";
import type { Bracket, Position } from "./margin-model.ts";

/** A liquidation price that is this small (or large) a multiple of entry is rounding noise around zero (or infinity). */
const NEVER = 1e-9;

/** What stands behind a position, in its settle coin: margin and extra margin; cross: also the other positions' profit less their maintenance. */
export function collateralOf({ margin, extraMargin = 0, marginMode, others }: Position): number {
  const own = margin + extraMargin;
  return marginMode === "cross" && others !== undefined ? own + others.unrealizedProfit - others.maintenance : own;
}

/**
 * The master equation: the mark price at which equity equals maintenance in one bracket plus the closing fee, M = collateral.
 * Linear: M + s S (P - E) = S P (m + f) - d  =>  P = (E - s (M + d) / S) / (1 - s (m + f)).
 * Inverse, Q USD face, x = Q / P: M + s Q / E + d = x (s + m + f + k x), with k the rate per coin.
 * Returns 0 or Infinity when no price does it.
 */
export function priceInBracket({ contract, side, entry, size }: Position, bracket: Bracket, of: { collateral: number; feeRate: number }): number {
  const sign = sideSign(side);
  const { maintenanceRate, maintenanceAmount, ratePerCoin = 0 } = bracket;
  if (contract === "linear") {
    const rate = maintenanceRate + of.feeRate + ratePerCoin * size;
    return linearPrice(entry - (sign * (of.collateral + maintenanceAmount)) / size, 1 - sign * rate, entry);
  }
  // The USD amount of a fixed USD face is a fixed part of the rate.
  const inUsd = (bracket.unit ?? "usd") === "usd";
  const slope = sign + maintenanceRate + of.feeRate - (inUsd ? maintenanceAmount / size : 0);
  const coins = of.collateral + (sign * size) / entry + (inUsd ? 0 : maintenanceAmount);
  const root = slope + sign * Math.sqrt(slope * slope + 4 * ratePerCoin * coins);
  return inversePrice(size, (2 * coins) / root, entry);
}

/**
 * Price at which equity has fallen to a reserve that does not depend on it, in the settle coin; with a reserve of 0 the bankruptcy price.
 * Returns 0 or Infinity when no price does it.
 */
export function priceAtEquity({ contract, side, entry, size }: Position, { collateral, reserve }: { collateral: number; reserve: number }): number {
  const sign = sideSign(side);
  const loss = collateral - reserve;
  return contract === "linear" ? linearPrice(entry - (sign * loss) / size, 1, entry) : inversePrice(size, size / entry + sign * loss, entry);
}

/** A solved price, or undefined when it is the 0 or Infinity of "price alone cannot". */
export const reachable = (price: number): number | undefined => (price > 0 && Number.isFinite(price) ? price : undefined);

function linearPrice(numerator: number, denominator: number, entry: number): number {
  return denominator > 0 && numerator > NEVER * entry ? numerator / denominator : 0;
}

function inversePrice(size: number, coins: number, entry: number): number {
  return coins > (NEVER * size) / entry ? size / coins : Infinity;
}
