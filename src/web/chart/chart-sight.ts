import type { IChartApi, Logical, SeriesAttachedParameter } from "lightweight-charts";
import { HEAT_LEVELS, cellOfRow } from "#core/heat-levels.ts";
import { rowLow, rowOf } from "#core/price-rows.ts";
import type { Projection, Sight } from "./sight.ts";

/** Which columns the chart's bars are: bar `i` is column `firstColumn + i` of `level`. */
export interface HeatGrid {
  readonly level: number;
  readonly firstColumn: number;
  readonly newestColumn: number;
}

/** Where columns and rows are on the chart now. */
export function projectionOf(chart: IChartApi, series: SeriesAttachedParameter["series"], firstColumn: number): Projection {
  const timeScale = chart.timeScale();
  // The library knows coordinates of whole bars only: their centres.
  const origin = timeScale.logicalToCoordinate(0 as Logical);
  const spacing = (timeScale.logicalToCoordinate(1 as Logical) ?? 0) - (origin ?? 0);
  return {
    xOfColumn: (column) => (origin === null ? undefined : origin + (column - firstColumn - 0.5) * spacing),
    yOfRow: (row) => series.priceToCoordinate(rowLow(row)) ?? undefined,
  };
}

export interface SightInput {
  readonly chart: IChartApi;
  readonly series: SeriesAttachedParameter["series"];
  readonly grid: HeatGrid;
  /** Of the pane, in CSS pixels. */
  readonly height: number;
}

/** What the chart shows now; undefined while it is empty. */
export function sightOf({ chart, series, grid, height }: SightInput): Sight | undefined {
  const range = chart.timeScale().getVisibleLogicalRange();
  const low = series.coordinateToPrice(height);
  const high = series.coordinateToPrice(0);
  if (!range || low === null || high === null || low <= 0) return undefined;
  const level = HEAT_LEVELS[grid.level];
  return {
    firstColumn: grid.firstColumn + Math.floor(range.from),
    lastColumn: grid.firstColumn + Math.ceil(range.to),
    firstCell: cellOfRow(level, rowOf(low)),
    lastCell: cellOfRow(level, rowOf(high)),
  };
}
