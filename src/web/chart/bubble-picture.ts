import { type BubbleScene, bubblesInSight } from "./bubbles.ts";
import { BUBBLE_EDGE, bubbleLook, paintBubbles } from "./paint-bubbles.ts";
import type { Sight } from "./sight.ts";

/** Fewer are painted as fast as a picture of them. */
const LEAST_CELLS = 1_000;
/** Of what is in sight, that a picture holds on each side beyond it. */
const MARGIN = 0.25;
/** Device pixels by which a zoom may put the farthest bubble elsewhere and still be the same. */
const SAME_ZOOM = 0.25;
/** CSS pixels around a radius that its stamp may take: its edge, and what is rounded up. */
const ROOM = BUBBLE_EDGE + 1.5;

interface BubblePicture {
  /** What it shows: more than was in sight. */
  readonly scene: BubbleScene;
  readonly look: string;
  readonly canvas: OffscreenCanvas;
  /** Of its upper left corner while its bubbles stand where they were painted, in device pixels. */
  readonly x: number;
  readonly y: number;
}

export interface BubblePainter {
  paint(context: CanvasRenderingContext2D, scene: BubbleScene, ratio: number): void;
  /** Nothing is painted any more: the picture, of up to 15 MB, goes. */
  forget(): void;
}

/**
 * Paints thousands of bubbles once: a frame in which they only moved blits a picture of them by whole device pixels, at a tenth of the time
 * (a year's 4,700 bubbles: 20 ms). While somebody zooms none is made: its margins would be in vain.
 */
export function createBubblePainter(): BubblePainter {
  let last: BubbleScene | undefined;
  let picture: BubblePicture | undefined;
  function paint(context: CanvasRenderingContext2D, scene: BubbleScene, ratio: number): void {
    if (picture && !isStill(picture, scene, ratio)) picture = undefined;
    const isZooming = last?.cells === scene.cells && !isAlike(last, scene, ratio);
    if (!picture && scene.cells.length >= LEAST_CELLS && !isZooming) picture = pictureOf(scene, ratio);
    last = scene;
    if (!picture) return paintBubbles(context, bubblesInSight(scene), ratio);
    const { left, bottom } = picture.scene.places;
    context.drawImage(
      picture.canvas,
      picture.x + Math.round((scene.places.left - left) * ratio),
      picture.y + Math.round((scene.places.bottom - bottom) * ratio),
    );
  }

  return {
    paint,
    forget() {
      last = undefined;
      picture = undefined;
    },
  };
}

const isStill = ({ scene, look }: BubblePicture, now: BubbleScene, ratio: number): boolean =>
  holds(scene.sight, now.sight) && isAlike(scene, now, ratio) && look === bubbleLook(ratio);

/** The same bubbles as large, and as far from each other. */
function isAlike(a: BubbleScene, b: BubbleScene, ratio: number): boolean {
  if (a.cells !== b.cells || a.style !== b.style) return false;
  const columns = b.sight.lastColumn - b.sight.firstColumn + 1;
  const cells = b.sight.lastCell - b.sight.firstCell + 1;
  const spread = Math.max(Math.abs(a.places.columnWidth - b.places.columnWidth) * columns, Math.abs(a.places.cellHeight - b.places.cellHeight) * cells);
  return spread * ratio < SAME_ZOOM;
}

const holds = (outer: Sight, inner: Sight): boolean =>
  outer.firstColumn <= inner.firstColumn && outer.lastColumn >= inner.lastColumn && outer.firstCell <= inner.firstCell && outer.lastCell >= inner.lastCell;

/** Undefined where there is nothing to show. */
function pictureOf(scene: BubbleScene, ratio: number): BubblePicture | undefined {
  const wide = { ...scene, sight: widened(scene.sight) };
  const bubbles = bubblesInSight(wide);
  if (bubbles.length === 0) return undefined;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, radius } of bubbles) {
    left = Math.min(left, x - radius);
    right = Math.max(right, x + radius);
    top = Math.min(top, y - radius);
    bottom = Math.max(bottom, y + radius);
  }
  const x = Math.floor((left - ROOM) * ratio);
  const y = Math.floor((top - ROOM) * ratio);
  const canvas = new OffscreenCanvas(Math.ceil((right + ROOM) * ratio) - x, Math.ceil((bottom + ROOM) * ratio) - y);
  const brush = canvas.getContext("2d");
  if (!brush) return undefined;
  brush.translate(-x, -y);
  paintBubbles(brush, bubbles, ratio);
  return { scene: wide, look: bubbleLook(ratio), canvas, x, y };
}

function widened({ firstColumn, lastColumn, firstCell, lastCell }: Sight): Sight {
  const columns = Math.ceil((lastColumn - firstColumn + 1) * MARGIN);
  const cells = Math.ceil((lastCell - firstCell + 1) * MARGIN);
  return { firstColumn: firstColumn - columns, lastColumn: lastColumn + columns, firstCell: firstCell - cells, lastCell: lastCell + cells };
}
