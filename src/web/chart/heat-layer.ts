import type { AutoscaleInfo, IChartApi, IPrimitivePaneRenderer, ISeriesPrimitive, Logical, SeriesAttachedParameter } from "lightweight-charts";
import { HEAT_LEVELS, cellOfRow } from "#core/heat-levels.ts";
import { rowLow, rowOf } from "#core/price-rows.ts";
import type { TileAt } from "#web/data/heat-worker-messages.ts";
import { type Projection, type Sight, tileBox, tilesInSight } from "./sight.ts";

type DrawTarget = Parameters<IPrimitivePaneRenderer["draw"]>[0];

/** Which columns the chart's bars are: bar `i` is column `firstColumn + i` of `level`. */
export interface HeatGrid {
  readonly level: number;
  readonly firstColumn: number;
}

export interface HeatLayerParts {
  readonly bitmap: (at: TileAt) => ImageBitmap | undefined;
  /** After each draw, in the same frame: whatever is docked to the map redraws now. */
  readonly onDrawn: (drawn: { projection: Projection; sight: Sight; grid: HeatGrid }) => void;
}

export interface HeatLayer {
  readonly primitive: ISeriesPrimitive;
  setGrid(grid: HeatGrid): void;
  /** Prices that automatic scaling keeps in sight, beyond the candles. */
  setPriceReach(reach: { low: number; high: number } | undefined): void;
  repaint(): void;
}

/** The heatmap as the bottom layer of a candle series: blits tile bitmaps, one `drawImage` a tile, unsmoothed. */
export function createHeatLayer({ bitmap, onDrawn }: HeatLayerParts): HeatLayer {
  let host: SeriesAttachedParameter | undefined;
  let grid: HeatGrid | undefined;
  let autoscale: AutoscaleInfo | null = null;

  function draw(target: DrawTarget): void {
    if (!host || !grid) return;
    const { chart, series } = host;
    const at = grid;
    const projection = projectionOf(chart, series, at.firstColumn);
    target.useBitmapCoordinateSpace(({ context, mediaSize, horizontalPixelRatio, verticalPixelRatio }) => {
      const sight = sightOf({ chart, series, grid: at, height: mediaSize.height });
      if (!sight) return;
      context.imageSmoothingEnabled = false;
      const scale = { projection, rowsPerCell: HEAT_LEVELS[at.level].rowsPerCell, ratio: { x: horizontalPixelRatio, y: verticalPixelRatio } };
      for (const tile of tilesInSight(sight)) {
        const image = bitmap(tile);
        const box = image && tileBox(tile, scale);
        if (box) context.drawImage(image, box.x, box.y, box.width, box.height);
      }
      onDrawn({ projection, sight, grid: at });
    });
  }

  const renderer: IPrimitivePaneRenderer = { draw };
  const views = [{ zOrder: () => "bottom" as const, renderer: () => renderer }];
  return {
    primitive: {
      attached: (param) => void (host = param),
      detached: () => void (host = undefined),
      paneViews: () => views,
      autoscaleInfo: () => autoscale,
    },
    setGrid(next) {
      grid = next;
      host?.requestUpdate();
    },
    setPriceReach(reach) {
      autoscale = reach ? { priceRange: { minValue: reach.low, maxValue: reach.high } } : null;
      host?.requestUpdate();
    },
    repaint: () => host?.requestUpdate(),
  };
}

function projectionOf(chart: IChartApi, series: SeriesAttachedParameter["series"], firstColumn: number): Projection {
  const timeScale = chart.timeScale();
  // The library knows coordinates of whole bars only: their centres.
  const origin = timeScale.logicalToCoordinate(0 as Logical);
  const spacing = (timeScale.logicalToCoordinate(1 as Logical) ?? 0) - (origin ?? 0);
  return {
    xOfColumn: (column) => (origin === null ? undefined : origin + (column - firstColumn - 0.5) * spacing),
    yOfRow: (row) => series.priceToCoordinate(rowLow(row)) ?? undefined,
  };
}

interface SightInput {
  readonly chart: IChartApi;
  readonly series: SeriesAttachedParameter["series"];
  readonly grid: HeatGrid;
  readonly height: number;
}

function sightOf({ chart, series, grid, height }: SightInput): Sight | undefined {
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
