import type { AutoscaleInfo, ISeriesPrimitive } from "lightweight-charts";
import { HEAT_LEVELS, columnIndexOf } from "#core/heat-levels.ts";
import type { PaintedTile, TileAt } from "#web/data/heat-worker-messages.ts";
import type { HeatGrid } from "./chart-sight.ts";
import { type Hole, holeOf, paintColumnNotes } from "./column-notes.ts";
import { type ColumnRun, absentRuns, provisionalRuns } from "./column-runs.ts";
import { type HatchKind, paintHatching } from "./hatching.ts";
import { type LackSpan, paintLacking } from "./paint-lacking.ts";
import { type GridFrame, createPaneLayer, drawOnGrid } from "./pane-layer.ts";
import { type Projection, type Sight, columnsBox, tileBox, tilesInSight } from "./sight.ts";

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
  /** Stretches in which the map is the sum of fewer than it should be: greyed. */
  setLacking(spans: readonly LackSpan[]): void;
  /** Draws no column after this one; undefined: every one that is loaded. */
  setUntil(column: number | undefined): void;
  show(shown: "shown" | "hidden"): void;
  /** What is written over columns that hold nothing. */
  sayAbsent(words: string): void;
  repaint(): void;
}

/** The heatmap as the bottom layer of a candle series: blits tile bitmaps, one `drawImage` a tile, unsmoothed. */
export function createHeatLayer({ painted, onDrawn }: HeatLayerParts): HeatLayer {
  let grid: HeatGrid | undefined;
  let autoscale: AutoscaleInfo | null = null;
  let stale: StaleSpan | undefined;
  let holes: readonly Hole[] = [];
  let lacking: readonly LackSpan[] = [];
  let until: number | undefined;
  let isShown = true;
  let absentWords = "";

  function paint({ context, bitmapSize, horizontalPixelRatio, verticalPixelRatio, sight, projection }: GridFrame, at: HeatGrid): void {
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
    const boxOf = (run: ColumnRun) => columnsBox(run, { projection, ratio: horizontalPixelRatio, height: bitmapSize.height });
    const hatch = (kind: HatchKind, run: ColumnRun, words: string) => {
      const box = boxOf(run);
      if (box) paintHatching(context, { kind, box, ratio: horizontalPixelRatio, words });
    };
    const { columnMs } = HEAT_LEVELS[at.level];
    const newest = Math.min(at.newestColumn, until ?? Infinity);
    for (const span of isShown ? lacking : []) {
      const box = boxOf(lackingColumns(span, columnMs, until ?? Infinity));
      if (box) paintLacking(context, { box, ratio: horizontalPixelRatio, words: span.words });
    }
    for (const run of isShown ? absentRuns(sight, newest, painted) : []) {
      const hole = holeOf(holes, run, columnMs);
      hatch(hole ? "stale" : "absent", run, hole?.words ?? absentWords);
    }
    if (stale) hatch("stale", columnsOf(stale, at.level), stale.words);
    const provisional = isShown ? provisionalRuns(sight, newest, painted) : [];
    paintColumnNotes(context, { holes, provisional, columnMs, projection, height: bitmapSize.height, ratio: horizontalPixelRatio });
    onDrawn({ projection, sight, grid: at });
  }

  const layer = createPaneLayer({
    zOrder: "bottom",
    autoscale: () => autoscale,
    draw(target, host) {
      const at = grid;
      if (at) drawOnGrid(target, host, at, (frame) => paint(frame, at));
    },
  });
  return {
    primitive: layer.primitive,
    setGrid(next) {
      grid = next;
      layer.renew();
    },
    setPriceReach(reach) {
      autoscale = reach ? { priceRange: { minValue: reach.low, maxValue: reach.high } } : null;
      layer.renew();
    },
    setStale(span) {
      stale = span;
      layer.renew();
    },
    setHoles(next) {
      holes = next;
      layer.renew();
    },
    setLacking(next) {
      lacking = next;
      layer.renew();
    },
    setUntil(column) {
      until = column;
      layer.renew();
    },
    show(shown) {
      isShown = shown === "shown";
      layer.renew();
    },
    sayAbsent(words) {
      absentWords = words;
      layer.renew();
    },
    repaint: () => layer.renew(),
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

/** A column shows what stood at its end: it lacks who was missing then. */
const lackingColumns = ({ fromMs, toMs, lasts }: LackSpan, columnMs: number, until: number): ColumnRun => ({
  first: Math.floor(fromMs / columnMs),
  last: Math.min(until, Math.floor(toMs / columnMs) - (lasts ? 0 : 1)),
});
