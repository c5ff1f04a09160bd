import { type HeatLevel, cellOfRow } from "./heat-levels.ts";
import { densityOf, encodeDensity } from "./heat-scale.ts";
import type { StockLayer } from "./layer.ts";
import type { LONG, SHORT } from "./position-side.ts";
import { rowOf } from "./price-rows.ts";
import { TIER_COUNT } from "./tier.ts";
import type { Ms } from "./units.ts";

/** Planes of every column and tile, side-major: long 5,10,25,50,100 then short 5,10,25,50,100 (see TIERS). */
export const PLANE_COUNT = 2 * TIER_COUNT;
export const planeOf = (side: typeof LONG | typeof SHORT, tier: number): number => side * TIER_COUNT + tier;

/** What stands at one instant, at full row resolution, in USD. Never summed over time. */
export interface StockSnapshot {
  /** The instant: end of the step that made it. */
  readonly time: Ms;
  readonly mark: number;
  /** In the unit that the instrument conserves. */
  readonly openInterest: number;
  readonly openInterestUsd: number;
  /** Price row of the first value of every plane. */
  readonly firstRow: number;
  readonly rowCount: number;
  /** [plane][row], `PLANE_COUNT * rowCount` values. */
  readonly usd: Float32Array;
}

/** The book at one instant, as the engine reads it out. */
export interface HeatSnapshot extends StockSnapshot {
  /** 1 - sum |unexplained dOI| / sum |dOI| over the last 24 h; see docs/estimation.md. */
  readonly explainedShare: number;
}

/**
 * One stored column of one layer: a {@link StockSnapshot} summed to the cells of a level and put on the byte scale of heat-scale.ts.
 * A column of another layer than the one asked for does not type-check.
 */
export interface HeatColumn<L extends StockLayer = StockLayer> {
  readonly layer: L;
  /** Column index in its level, see heat-levels.ts. */
  readonly column: number;
  /** True until the step that ends the column has been seen, or while the market back-fills. Replaced by the final one. */
  readonly provisional: boolean;
  readonly firstCell: number;
  readonly cellCount: number;
  /** [plane][cell], `PLANE_COUNT * cellCount` bytes. */
  readonly bytes: Uint8Array;
}

/** A column of whichever layer: `layer` tells which. */
export type AnyHeatColumn = { readonly [L in StockLayer]: HeatColumn<L> }[StockLayer];

/** Sums a snapshot's rows to the cells of `level` within its reach of the mark, and quantises. The caller says what the snapshot is: a model's or a measurement. */
export function columnOfSnapshot<L extends StockLayer>(
  snapshot: StockSnapshot,
  level: HeatLevel,
  at: Pick<HeatColumn<L>, "layer" | "column" | "provisional">,
): HeatColumn<L> {
  const firstCell = cellOfRow(level, rowOf(snapshot.mark * (1 - level.reach)));
  const cellCount = cellOfRow(level, rowOf(snapshot.mark * (1 + level.reach))) - firstCell + 1;
  const bytes = new Uint8Array(PLANE_COUNT * cellCount);
  const { rowsPerCell } = level;
  for (let plane = 0; plane < PLANE_COUNT; plane++) {
    const planeStart = plane * snapshot.rowCount - snapshot.firstRow;
    for (let cell = 0; cell < cellCount; cell++) {
      const low = Math.max((firstCell + cell) * rowsPerCell, snapshot.firstRow);
      const high = Math.min((firstCell + cell + 1) * rowsPerCell, snapshot.firstRow + snapshot.rowCount);
      let usd = 0;
      for (let row = low; row < high; row++) usd += snapshot.usd[planeStart + row];
      if (usd > 0) bytes[plane * cellCount + cell] = encodeDensity(densityOf(usd, rowsPerCell));
    }
  }
  return { ...at, firstCell, cellCount, bytes };
}
