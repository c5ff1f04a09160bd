import { afterEach, expect, test, vi } from "vitest";
import { createBubblePainter } from "./bubble-picture.ts";
import type { BubbleScene } from "./bubbles.ts";

afterEach(() => void vi.unstubAllGlobals());

const cells = Array.from({ length: 1_200 }, (_, index) => ({ column: 100 + (index % 11), cell: 1_000 + (index % 50), longUsd: 1e6, shortUsd: 0, prints: 1 }));
const SCENE: BubbleScene = {
  cells,
  style: { sides: ["long", "short"], unitUsd: 1e6 },
  sight: { firstColumn: 100, lastColumn: 110, firstCell: 1000, lastCell: 1049 },
  places: { left: -400, columnWidth: 4, bottom: 10_500, cellHeight: 10 },
};

/** A browser's canvases as far as they are used here; counts those that take more than a stamp. */
function canvases(): { readonly pictures: () => number; readonly context: CanvasRenderingContext2D } {
  let pictures = 0;
  const context = new Proxy({} as CanvasRenderingContext2D, { get: () => () => undefined, set: () => true });
  class Canvas {
    readonly width: number;
    readonly height: number;
    constructor(width: number, height: number) {
      this.width = width;
      this.height = height;
      if (height > 100) pictures += 1;
    }
    getContext = () => context;
    transferToImageBitmap = () => ({ width: this.width, height: this.height });
  }
  vi.stubGlobal("OffscreenCanvas", Canvas);
  vi.stubGlobal("document", { documentElement: {} });
  vi.stubGlobal("getComputedStyle", () => ({ getPropertyValue: () => "#123456" }));
  return { pictures: () => pictures, context };
}

test("many bubbles are painted once, and anew when their picture was let go", () => {
  const { pictures, context } = canvases();
  const painter = createBubblePainter();
  const moved = { ...SCENE, places: { ...SCENE.places, left: -398 } };
  for (const scene of [SCENE, moved, SCENE]) painter.paint(context, scene, 1);
  expect(pictures()).toBe(1);
  painter.forget();
  painter.paint(context, SCENE, 1);
  expect(pictures()).toBe(2);
});
