import { ROW_WIDTH } from "./price-rows.ts";
import { type Ms, DAY_MS, HOUR_MS, MINUTE_MS, asMs } from "./units.ts";

/** One level of detail of the stored heatmap: how long a column is, how many price rows a cell sums, how far from mark it reaches. */
export interface HeatLevel {
  readonly columnMs: Ms;
  readonly rowsPerCell: number;
  /** Cells are kept within +-reach of the mark, as a fraction of it. */
  readonly reach: number;
}

/**
 * Levels of detail, finest first; the index is the level's number in store, address and wire.
 * A wider column is the last closed column in it (a stock is never summed over time); a taller cell sums rows.
 */
export const HEAT_LEVELS: readonly HeatLevel[] = [
  { columnMs: MINUTE_MS, rowsPerCell: 2, reach: 0.15 },
  { columnMs: asMs(5 * MINUTE_MS), rowsPerCell: 5, reach: 0.4 },
  { columnMs: asMs(30 * MINUTE_MS), rowsPerCell: 5, reach: 0.6 },
  { columnMs: asMs(2 * HOUR_MS), rowsPerCell: 10, reach: 0.6 },
  { columnMs: asMs(12 * HOUR_MS), rowsPerCell: 20, reach: 0.6 },
];

/** Index of the column that holds `time`. Column `i` covers [i x columnMs, (i + 1) x columnMs) and shows the book at its end. */
export const columnIndexOf = (level: HeatLevel, time: number): number => Math.floor(time / level.columnMs);
export const columnStart = (level: HeatLevel, column: number): Ms => asMs(column * level.columnMs);
export const columnEnd = (level: HeatLevel, column: number): Ms => asMs((column + 1) * level.columnMs);

/** Index of the cell that holds price row `row`. Cells are global: cell `j` sums rows [j x n, (j + 1) x n). */
export const cellOfRow = (level: HeatLevel, row: number): number => Math.floor(row / level.rowsPerCell);

/** Relative height of a cell, e.g. 0.001 for five 2-bp rows. */
export const cellHeight = (level: HeatLevel): number => (1 + ROW_WIDTH) ** level.rowsPerCell - 1;

/** Windows offered to people, with the level of detail each starts from. */
export const WINDOWS = [
  { name: "15m", spanMs: asMs(15 * MINUTE_MS), level: 0 },
  { name: "1h", spanMs: HOUR_MS, level: 0 },
  { name: "4h", spanMs: asMs(4 * HOUR_MS), level: 0 },
  { name: "12h", spanMs: asMs(12 * HOUR_MS), level: 1 },
  { name: "24h", spanMs: DAY_MS, level: 1 },
  { name: "3d", spanMs: asMs(3 * DAY_MS), level: 1 },
  { name: "7d", spanMs: asMs(7 * DAY_MS), level: 2 },
  { name: "30d", spanMs: asMs(30 * DAY_MS), level: 3 },
  { name: "90d", spanMs: asMs(90 * DAY_MS), level: 3 },
  { name: "180d", spanMs: asMs(180 * DAY_MS), level: 4 },
  { name: "1y", spanMs: asMs(365 * DAY_MS), level: 4 },
] as const satisfies readonly { name: string; spanMs: Ms; level: number }[];

export type WindowName = (typeof WINDOWS)[number]["name"];
