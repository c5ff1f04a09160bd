import type { Bar } from "#web/chart/bars.ts";
import type { Projection, Sight } from "#web/chart/sight.ts";
import type { SideBar } from "#web/panes/pane.ts";

/** Candles of this length stand behind marks that look further back than the map. */
export const LONG_BAR_MS = 7_200_000;

/** What marks are made from. */
export interface MarkData {
  /** The drawn candles, oldest first. */
  readonly bars: readonly Bar[];
  readonly level: number;
  /** What happened beside the price, of the same bars; empty until it is there. */
  readonly sideBars: readonly SideBar[];
  /** Candles of {@link LONG_BAR_MS} of the last weeks; empty until they are there. */
  readonly longBars: readonly Bar[];
}

/** Where a mark is drawn: on the map's pane, in device pixels. */
export interface MarkFrame {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  readonly sight: Sight;
  readonly projection: Projection;
  /** Epoch ms to device pixels. */
  readonly xOf: (timeMs: number) => number;
  /** Price to device pixels; undefined while the chart is empty. */
  readonly yOf: (price: number) => number | undefined;
}

export type MarkPainter = (frame: MarkFrame) => void;

/** Something drawn on the map that is no estimate: quiet, so that colour stays with the data. */
export interface Mark {
  /** Part of links: never change it. */
  readonly id: string;
  readonly title: string;
  /** What it shows, in a sentence. */
  readonly hint: string;
  /** What has to be loaded for it, beside the candles on screen. */
  readonly needs: readonly ("sideBars" | "longBars")[];
  /** Works out what is to be seen whenever the data changes; what comes back draws it, once a frame. */
  readonly of: (data: MarkData) => MarkPainter;
}
