import type { PositionSide } from "#core/position-side.ts";
import type { Bubble } from "./bubbles.ts";
import { THEME } from "./theme.ts";

export interface BubblesPaint {
  readonly bubbles: readonly Bubble[];
  readonly side: PositionSide;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
}

const COLOUR: Readonly<Record<PositionSide, string>> = { long: THEME.longs, short: THEME.shorts };

/**
 * All bubbles of a side as one path: filled once, so that a crowd stays as light as one, then edged dark and bright, so that each can be counted
 * on any heat.
 */
export function paintBubbles(context: CanvasRenderingContext2D, { bubbles, side, ratio }: BubblesPaint): void {
  context.beginPath();
  for (const bubble of bubbles) {
    if (bubble.side !== side) continue;
    context.moveTo((bubble.x + bubble.radius) * ratio, bubble.y * ratio);
    context.arc(bubble.x * ratio, bubble.y * ratio, bubble.radius * ratio, 0, 2 * Math.PI);
  }
  context.strokeStyle = `${THEME.surface}c0`;
  context.lineWidth = 3.5 * ratio;
  context.stroke();
  context.fillStyle = `${COLOUR[side]}8c`;
  context.fill();
  context.strokeStyle = COLOUR[side];
  context.lineWidth = 1.5 * ratio;
  context.stroke();
}
