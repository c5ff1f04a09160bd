import { THEME } from "#web/chart/theme.ts";
import type { MarkFrame } from "./mark.ts";

export interface Label {
  readonly text: string;
  /** Middle left, device pixels. */
  readonly x: number;
  readonly y: number;
}

/** Small words on a plate of the page's own colour, so that they can be read on any heat. */
export function paintLabel({ context, ratio }: Pick<MarkFrame, "context" | "ratio">, { text, x, y }: Label): void {
  const width = labelWidth({ context, ratio }, text);
  context.fillStyle = `${THEME.surface}c0`;
  context.fillRect(x, y - 7 * ratio, width, 14 * ratio);
  context.fillStyle = THEME.muted;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(text, x + 4 * ratio, y + 0.5 * ratio);
}

/** Of a plate with its words, in device pixels; sets the font. */
export function labelWidth({ context, ratio }: Pick<MarkFrame, "context" | "ratio">, text: string): number {
  context.font = `${11 * ratio}px ${THEME.font}`;
  return Math.ceil(context.measureText(text).width) + 8 * ratio;
}
