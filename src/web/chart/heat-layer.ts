import type { AutoscaleInfo, IPrimitivePaneRenderer, ISeriesPrimitive, SeriesAttachedParameter } from "lightweight-charts";
import { HEAT_LEVELS, columnIndexOf } from "#core/heat-levels.ts";
import type { PaintedTile, TileAt } from "#web/data/heat-worker-messages.ts";
import { type HeatGrid, projectionOf, sightOf } from "./chart-sight.ts";
import { type Hole, holeOf, paintColumnNotes } from "./column-notes.ts";
import { type ColumnRun, absentRuns, provisionalRuns } from "./column-runs.ts";
import { type HatchKind, paintHatching } from "./hatching.ts";
import { type Projection, type Sight, columnsBox, tileBox, tilesInSight } from "./sight.ts";

type DrawTarget = Parameters<IPrimitivePaneRenderer["draw"]>[0];

/** A stretch of time that is missing at the map's live end. Epoch ms. */
export interface StaleSpan {
  readonly sinceMs: number;
  readonly nowMs: number;
  readonly words: string;
}

export interface HeatLayerParts {
  readonly painted: (at: TileAt) => PaintedTile | undefined;
  /** After each draw, in the same frame: whatever is docked to the map redraws now. */
  readonly onDrawn: (drawn: { projection: Projection; sight: Sight; grid: HeatGrid }) => void;
}

export interface HeatLayer {
  readonly primitive: ISeriesPrimitive;
  setGrid(grid: HeatGrid): void;
  /** Prices that automatic scaling keeps in sight, beyond the candles. */
  setPriceReach(reach: { low: number; high: number } | undefined): void;
  setStale(span: StaleSpan | undefined): void;
  /** Stretches in which nobody listened: hatched where columns are absent, noted at the foot everywhere. */
  setHoles(holes: readonly Hole[]): void;
  /** Draws no column after this one; undefined: every one that is loaded. */
  setUntil(column: number | undefined): void;
  show(shown: "shown" | "hidden"): void;
  /** What is written over columns that hold nothing. */
  sayAbsent(words: string): void;
  repaint(): void;
}

/** The heatmap as the bottom layer of a candle series: blits tile bitmaps, one `drawImage` a tile, unsmoothed. */
export function createHeatLayer({ painted, onDrawn }: HeatLayerParts): HeatLayer {
  let host: SeriesAttachedParameter | undefined;
  let grid: HeatGrid | undefined;
  let autoscale: AutoscaleInfo | null = null;
  let stale: StaleSpan | undefined;
  let holes: readonly Hole[] = [];
  let until: number | undefined;
  let isShown = true;
  let absentWords = "";

  function draw(target: DrawTarget): void {
    if (!host || !grid) return;
    const { chart, series } = host;
    const at = grid;
    const projection = projectionOf(chart, series, at.firstColumn);
    target.useBitmapCoordinateSpace(({ context, mediaSize, bitmapSize, horizontalPixelRatio, verticalPixelRatio }) => {
      const sight = sightOf({ chart, series, grid: at, height: mediaSize.height });
      if (!sight) return;
      context.imageSmoothingEnabled = false;
      const scale = { projection, rowsPerCell: HEAT_LEVELS[at.level].rowsPerCell, ratio: { x: horizontalPixelRatio, y: verticalPixelRatio } };
      context.save();
      if (until !== undefined) clipAfter(context, { until, projection, ratio: horizontalPixelRatio, height: bitmapSize.height });
      for (const tile of isShown ? tilesInSight(sight) : []) {
        const image = painted(tile)?.bitmap;
        const box = image && tileBox(tile, scale);
        if (box) context.drawImage(image, box.x, box.y, box.width, box.height);
      }
      context.restore();
      const hatch = (kind: HatchKind, run: ColumnRun, words: string) => {
        const box = columnsBox(run, { projection, ratio: horizontalPixelRatio, height: bitmapSize.height });
        if (box) paintHatching(context, { kind, box, ratio: horizontalPixelRatio, words });
      };
      const { columnMs } = HEAT_LEVELS[at.level];
      const newest = Math.min(at.newestColumn, until ?? Infinity);
      for (const run of isShown ? absentRuns(sight, newest, painted) : []) {
        const hole = holeOf(holes, run, columnMs);
        hatch(hole ? "stale" : "absent", run, hole?.words ?? absentWords);
      }
      if (stale) hatch("stale", columnsOf(stale, at.level), stale.words);
      const provisional = isShown ? provisionalRuns(sight, newest, painted) : [];
      paintColumnNotes(context, { holes, provisional, columnMs, projection, height: bitmapSize.height, ratio: horizontalPixelRatio });
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
    setStale(span) {
      stale = span;
      host?.requestUpdate();
    },
    setHoles(next) {
      holes = next;
      host?.requestUpdate();
    },
    setUntil(column) {
      until = column;
      host?.requestUpdate();
    },
    show(shown) {
      isShown = shown === "shown";
      host?.requestUpdate();
    },
    sayAbsent(words) {
      absentWords = words;
      host?.requestUpdate();
    },
    repaint: () => host?.requestUpdate(),
  };
}

interface Cut {
  /** The last column that is drawn. */
  readonly until: number;
  readonly projection: Projection;
  readonly ratio: number;
  /** In device pixels. */
  readonly height: number;
}

function clipAfter(context: CanvasRenderingContext2D, { until, projection, ratio, height }: Cut): void {
  const right = projection.xOfColumn(until + 1);
  context.beginPath();
  context.rect(0, 0, right === undefined ? 0 : Math.max(0, Math.round(right * ratio)), height);
  context.clip();
}

const columnsOf = ({ sinceMs, nowMs }: StaleSpan, level: number): ColumnRun => ({
  first: columnIndexOf(HEAT_LEVELS[level], sinceMs),
  last: columnIndexOf(HEAT_LEVELS[level], nowMs),
});
