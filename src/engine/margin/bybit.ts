import { sideSign } from "#core/position-side.ts";
import { maintenanceAt } from "./brackets-of-position.ts";
import { epochOfIsoDate } from "./iso-date.ts";
import { maintenanceFrozen } from "./maintenance-frozen.ts";
import { maintenanceOnMark } from "./maintenance-on-mark.ts";
import { collateralOf, priceAtEquity, reachable } from "./margin-equation.ts";
import type { MarginModel, Position } from "./margin-model.ts";

const VENUE = { name: "bybit", exchange: "bybit", contracts: ["linear", "inverse"] } as const;
const TAKER_FEE_RATE = 0.00055;
/** What Bybit's inverse contracts charged in 2020. */
const CLASSIC_TAKER_FEE_RATE = 0.00075;

/**
 * Bybit since 2025-09-02: maintenance on mark. Isolated: the fee to close sits in initial and maintenance margin alike and cancels.
 * Sources: Bybit help "Liquidation Price Calculation under Isolated Mode (Unified Trading Account)" (2026-05-27) for inverse,
 * "The New Margin Calculation: Adjustments and Implications" (2025-09-18) for the linear form and cross.
 */
export const bybit = maintenanceOnMark({ ...VENUE, validFrom: epochOfIsoDate("2025-09-02"), collateral: collateralLessFeeReserve });

const onEntry = maintenanceFrozen({ ...VENUE, reserve: (position, brackets) => maintenanceAt(brackets, position, position.entry) });

const classicInverseCross = maintenanceFrozen({
  ...VENUE,
  reserve: (position, brackets) => maintenanceAt(brackets, position, position.entry) + feeAtBankruptcy(position),
});

/**
 * Bybit before 2025-09-02: maintenance on the entry value, `P = E - s (M - MM) / S`, with funding eaten from the margin.
 * Cross inverse (classic accounts): equity must also cover the fee to close at the bankruptcy price.
 * Sources: Bybit help "Liquidation Price (USDT Contract)"; help.bybit.com 360039261334 "How to calculate Liquidation Price (Inverse Contract)".
 */
export const bybitBefore2025: MarginModel = {
  ...onEntry,
  liquidationPrice: (position, brackets) => (isClassicInverseCross(position) ? classicInverseCross : onEntry).liquidationPrice(position, brackets),
  bankruptcyPrice: (position) =>
    isClassicInverseCross(position)
      ? reachable(priceAtEquity(position, { collateral: collateralOf(position), reserve: feeAtBankruptcy(position) }))
      : onEntry.bankruptcyPrice(position),
};

const isClassicInverseCross = ({ contract, marginMode }: Position): boolean => contract === "inverse" && marginMode === "cross";

/** Margin added later moves the bankruptcy price, and with it the closing fee that is reserved out of it. */
function collateralLessFeeReserve(position: Position): number {
  const { contract, side, margin, marginMode, extraMargin = 0, feeRate = TAKER_FEE_RATE } = position;
  if (marginMode === "cross") return collateralOf(position);
  const sign = contract === "linear" ? sideSign(side) : -sideSign(side);
  return margin + extraMargin / (1 - sign * feeRate);
}

/** Coins of taker fee on closing at the price that leaves nothing after that fee: `Q f / P` at `P = Q (1 + s f) / (Q / E + s M)`. */
function feeAtBankruptcy(position: Position): number {
  const { side, entry, size, feeRate = CLASSIC_TAKER_FEE_RATE } = position;
  const sign = sideSign(side);
  const coins = size / entry + sign * collateralOf(position);
  return Math.max(0, (feeRate * coins) / (1 + sign * feeRate));
}
