import type { PositionSide } from "#core/position-side.ts";
import type { Bubble } from "./bubbles.ts";
import { THEME } from "./theme.ts";

const COLOURS = { long: "longs", short: "shorts" } as const satisfies Record<PositionSide, keyof typeof THEME>;
/** CSS pixels around the radius that the dark edge takes. */
export const BUBBLE_EDGE = 2;
/** Radii are drawn in steps of so many CSS pixels, so that a few stamps serve all. */
const RADIUS_STEP = 0.5;
const stamps = new Map<string, ImageBitmap>();

/** Stamps every bubble onto whole pixels: a blit each, where hundreds of circles in one path would slow every frame. */
export function paintBubbles(context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D, bubbles: readonly Bubble[], ratio: number): void {
  const look = bubbleLook(ratio);
  for (const { x, y, radius, side } of bubbles) {
    const stamp = stampOf(side, Math.round(radius / RADIUS_STEP) * RADIUS_STEP, ratio, look);
    context.drawImage(stamp, Math.round(x * ratio - stamp.width / 2), Math.round(y * ratio - stamp.height / 2));
  }
}

/** What bubbles look like now, apart from where they are: a theme may change it, and so does a move to another screen. */
export const bubbleLook = (ratio: number): string => `${THEME.longs} ${THEME.shorts} ${THEME.surface} ${ratio}`;

/** One bubble: filled so that heat shines through, edged in its colour and, around that, dark, so that it stands out on any heat. */
function stampOf(side: PositionSide, radius: number, ratio: number, look: string): ImageBitmap {
  const key = `${side} ${radius} ${look}`;
  const known = stamps.get(key);
  if (known) return known;
  const colour = THEME[COLOURS[side]];
  const centre = Math.ceil((radius + BUBBLE_EDGE) * ratio);
  const canvas = new OffscreenCanvas(centre * 2, centre * 2);
  const brush = canvas.getContext("2d");
  if (brush) {
    brush.arc(centre, centre, radius * ratio, 0, 2 * Math.PI);
    brush.strokeStyle = `${THEME.surface}a0`;
    brush.lineWidth = 3.5 * ratio;
    brush.stroke();
    brush.fillStyle = `${colour}8c`;
    brush.fill();
    brush.strokeStyle = colour;
    brush.lineWidth = 1.5 * ratio;
    brush.stroke();
  }
  const stamp = canvas.transferToImageBitmap();
  stamps.set(key, stamp);
  return stamp;
}
