import { HEAT_LEVELS, columnEnd, columnIndexOf, columnStart } from "#core/heat-levels.ts";
import type { StockLayer } from "#core/layer.ts";
import type { MarketMessage } from "#wire/messages.ts";
import type { Bar } from "#web/chart/bars.ts";
import type { Sight } from "#web/chart/sight.ts";
import type { HeatClient } from "#web/data/heat-client.ts";
import type { ShownCells } from "#web/data/heat-worker-messages.ts";
import type { Scene } from "#web/app/session/scene.ts";

/** What is on screen at one instant, to be taken away as a picture or as figures. */
export interface Capture {
  readonly market: MarketMessage;
  readonly level: number;
  readonly layer: StockLayer;
  /** Epoch ms: first column in sight to the end of the newest one, or to now. */
  readonly fromMs: number;
  readonly toMs: number;
  /** The instant that is replayed, epoch ms; undefined: what is shown is of now. */
  readonly replayedMs: number | undefined;
  /** Candles in sight. */
  readonly bars: readonly Bar[];
  readonly cells: () => Promise<ShownCells | undefined>;
  /** The drawn canvases, and how many of the chart's pixels make one of CSS. */
  readonly pixels: () => { readonly chart: HTMLCanvasElement; readonly strip: HTMLCanvasElement; readonly ratio: number };
}

export interface CaptureParts {
  readonly scene: Scene;
  readonly sight: Sight;
  readonly heat: Pick<HeatClient, "cells">;
  readonly pixels: Capture["pixels"];
  readonly nowMs: number;
  readonly replayedMs: number | undefined;
}

/** Takes hold of what is on screen; undefined where no candle is. */
export function captureOf({ scene: { market, level, layer, history }, sight, heat, pixels, nowMs, replayedMs }: CaptureParts): Capture | undefined {
  const detail = HEAT_LEVELS[level];
  const columnOf = ({ openTime }: Bar) => columnIndexOf(detail, openTime);
  const bars = history.bars.filter((bar) => columnOf(bar) >= sight.firstColumn && columnOf(bar) <= sight.lastColumn);
  if (bars.length === 0) return undefined;
  const at = { ...sight, firstColumn: columnOf(bars[0]), lastColumn: columnOf(bars[bars.length - 1]) };
  return {
    market,
    level,
    layer,
    fromMs: columnStart(detail, at.firstColumn),
    toMs: Math.min(columnEnd(detail, at.lastColumn), nowMs),
    replayedMs,
    bars,
    cells: () => heat.cells(at),
    pixels,
  };
}
