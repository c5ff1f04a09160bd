import { paintHatching } from "./hatching.ts";
import type { DeviceBox } from "./sight.ts";
import { THEME } from "./theme.ts";

/** A stretch of time in which a map is the sum of fewer than it should be. Epoch ms. */
export interface LackSpan {
  readonly fromMs: number;
  readonly toMs: number;
  /** It lasts: the column that `toMs` falls into is without them too. */
  readonly lasts: boolean;
  /** Who is missing. */
  readonly words: string;
}

export interface Lacking {
  readonly box: DeviceBox;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  readonly words: string;
}

/** CSS pixels. */
const EDGE_HEIGHT = 18;
/** Half of what is below: what is there is true, and not all. */
const VEIL_ALPHA = "80";

/** Greys columns that lack a part of their sum, under a hatched edge at the top that says whose. */
export function paintLacking(context: CanvasRenderingContext2D, { box, ratio, words }: Lacking): void {
  const edge = { ...box, height: Math.round(EDGE_HEIGHT * ratio) };
  context.save();
  context.fillStyle = `${THEME.surface}${VEIL_ALPHA}`;
  // The edge twice, so that its hatching is seen over any heat.
  for (const { x, y, width, height } of [box, edge]) context.fillRect(x, y, width, height);
  context.restore();
  paintHatching(context, { kind: "stale", box: edge, ratio, words, wordsAt: 0.5 });
}
