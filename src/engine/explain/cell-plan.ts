import { planeOf } from "#core/heat-column.ts";
import { notionalUsd } from "#core/instrument.ts";
import { rowCentre } from "#core/price-rows.ts";
import { TIER_COUNT } from "#core/tier.ts";
import { COHORTS } from "#engine/book.ts";
import type { LadderEstimator } from "#engine/ladder-estimator.ts";

/** A cell of the map: positions of one side that liquidate in price rows [firstRow, firstRow + rowCount), of all tiers or of one. */
export interface CellAsked {
  readonly side: 0 | 1;
  readonly firstRow: number;
  readonly rowCount: number;
  /** Index into TIERS. */
  readonly tier?: number | undefined;
}

/** One bin of a rung that is read out into the cell. Bins are known by their place in the plane's content, which does not change when the window moves. */
export interface FeedingBin {
  readonly rung: number;
  readonly leverage: number;
  /** Fast plane of the rung. */
  readonly plane: number;
  readonly grain: number;
  /** Index in the plane plus origin / grain. */
  readonly place: number;
  /** Dollars in the cell of one unit-weight unit in the bin. */
  readonly usdPerUnit: number;
}

/** What a cell shows, and which bins end up in it: known only at the end, because funding moves planes and weights are learned. */
export interface CellPlan {
  readonly asked: CellAsked;
  /** End of the last step. */
  readonly time: number;
  /** Of the cell, as read out. */
  readonly usd: number;
  readonly bins: readonly FeedingBin[];
}

/** Reads a cell of an estimate as it stands. Throws when there is no map yet. */
export function planCell(estimator: LadderEstimator, asked: CellAsked): CellPlan {
  const { book, ladder, state } = estimator;
  const bins = ladder.rungs[asked.side].flatMap(({ tier, leverage }, rung) => {
    if (asked.tier !== undefined && tier !== asked.tier) return [];
    const at = asked.side * book.rungCount + rung;
    const grain = book.grain[at];
    // As read-out.ts places it.
    const offset = book.shift[at] / grain + Math.round(book.drift[at] / grain);
    const rows = { ...asked, weight: book.weight[at] / grain, grain };
    const first = Math.floor(asked.firstRow / grain);
    const count = Math.floor((asked.firstRow + asked.rowCount - 1) / grain) - first + 1;
    return Array.from({ length: count }, (_, i): FeedingBin => ({
      rung,
      leverage,
      plane: at * COHORTS,
      grain,
      place: first + i - offset,
      usdPerUnit: usdOfBin(estimator, first + i, rows),
    }));
  });
  return { asked, time: state.time, usd: usdOfCell(estimator, asked), bins };
}

/** A bin's rows inside the cell, each at its own price. */
function usdOfBin({ instrument }: LadderEstimator, bin: number, of: { firstRow: number; rowCount: number; grain: number; weight: number }): number {
  let usd = 0;
  const end = Math.min((bin + 1) * of.grain, of.firstRow + of.rowCount);
  for (let row = Math.max(bin * of.grain, of.firstRow); row < end; row++) usd += notionalUsd(instrument.contract, of.weight, rowCentre(row));
  return usd;
}

function usdOfCell(estimator: LadderEstimator, { side, tier, firstRow, rowCount }: CellAsked): number {
  const shown = estimator.snapshot();
  let usd = 0;
  for (let index = 0; index < TIER_COUNT; index++) {
    if (tier !== undefined && index !== tier) continue;
    const plane = planeOf(side, index) * shown.rowCount - shown.firstRow;
    const end = Math.min(firstRow + rowCount, shown.firstRow + shown.rowCount);
    for (let row = Math.max(firstRow, shown.firstRow); row < end; row++) usd += shown.usd[plane + row];
  }
  return usd;
}
