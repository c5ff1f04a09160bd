import type { PositionSide } from "#core/position-side.ts";
import type { Bubble } from "./bubbles.ts";
import { THEME } from "./theme.ts";

const COLOURS = { long: "longs", short: "shorts" } as const satisfies Record<PositionSide, keyof typeof THEME>;
/** CSS pixels around the radius that the dark edge takes. */
const EDGE = 2;
/** Radii are drawn in steps of so many device pixels, so that a few stamps serve all. */
const RADIUS_STEP = 0.5;
const stamps = new Map<string, OffscreenCanvas>();

/** Stamps every bubble onto whole pixels: a blit each, where hundreds of circles in one path would slow every frame. */
export function paintBubbles(context: CanvasRenderingContext2D, bubbles: readonly Bubble[], ratio: number): void {
  for (const { x, y, radius, side } of bubbles) {
    const stamp = stampOf(side, Math.round((radius * ratio) / RADIUS_STEP) * RADIUS_STEP, ratio);
    context.drawImage(stamp, Math.round(x * ratio - stamp.width / 2), Math.round(y * ratio - stamp.height / 2));
  }
}

/** One bubble: filled so that heat shines through, edged in its colour and, around that, dark, so that it stands out on any heat. */
function stampOf(side: PositionSide, radius: number, ratio: number): OffscreenCanvas {
  const colour = THEME[COLOURS[side]];
  const key = `${colour} ${radius} ${ratio}`;
  const known = stamps.get(key);
  if (known) return known;
  const centre = Math.ceil(radius + EDGE * ratio);
  const stamp = new OffscreenCanvas(centre * 2, centre * 2);
  const brush = stamp.getContext("2d");
  if (brush) {
    brush.arc(centre, centre, radius, 0, 2 * Math.PI);
    brush.strokeStyle = `${THEME.surface}a0`;
    brush.lineWidth = 3.5 * ratio;
    brush.stroke();
    brush.fillStyle = `${colour}8c`;
    brush.fill();
    brush.strokeStyle = colour;
    brush.lineWidth = 1.5 * ratio;
    brush.stroke();
  }
  stamps.set(key, stamp);
  return stamp;
}
