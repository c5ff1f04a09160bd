import { maintenanceAt } from "./brackets-of-position.ts";
import { epochOfIsoDate } from "./iso-date.ts";
import { maintenanceFrozen } from "./maintenance-frozen.ts";
import { type OnMarkRule, maintenanceOnMark } from "./maintenance-on-mark.ts";
import type { Bracket, MarginModel, Position } from "./margin-model.ts";

const TAKER_FEE_RATE = 0.000_6;
const BITGET = { name: "bitget", exchange: "bitget", contracts: ["linear", "inverse"], triggerFeeRate: TAKER_FEE_RATE } as const satisfies OnMarkRule;

/**
 * Bitget perpetuals since 2025-09-29: maintenance on mark plus the taker fee at mark, isolated and cross alike. The "pre-calculated offset" of a tier is
 * part of its brackets since 2025-11-10; before, a tier re-rates the whole position.
 * Source: bitget.com/support/articles/12560603808759, 12560603838731 and 12560603841952.
 */
export const bitget: MarginModel = maintenanceOnMark({ ...BITGET, validFrom: epochOfIsoDate("2025-09-29") });

const isolated = maintenanceOnMark(BITGET);
const cross = maintenanceFrozen({ ...BITGET, reserve: reserveAtMark });

/** Bitget before: isolated as since; the liquidation price of a cross position kept the maintenance and closing fee of the current mark. */
export const bitgetUntil2025: MarginModel = {
  ...isolated,
  freezesMark: ({ marginMode }) => marginMode === "cross",
  liquidationPrice: (position, brackets) => (position.marginMode === "cross" ? cross : isolated).liquidationPrice(position, brackets),
};

function reserveAtMark(position: Position, brackets: readonly Bracket[]): number {
  const { contract, size, entry, mark = entry, feeRate = TAKER_FEE_RATE } = position;
  return maintenanceAt(brackets, position, mark) + feeRate * (contract === "linear" ? size * mark : size / mark);
}
