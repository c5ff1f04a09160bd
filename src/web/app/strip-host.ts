import type { LevelsFrame, LevelsGrid } from "#wire/frames.ts";
import { type LevelProfile, levelProfile } from "#web/chart/level-profile.ts";
import { paintLevelStrip } from "#web/chart/level-strip.ts";
import type { Projection } from "#web/chart/sight.ts";
import type { HeatStyle } from "#web/colour/colour-table.ts";
import { applyLevelsFrame } from "#web/data/levels-grid.ts";

/** The level strip's canvas and what it last drew with. */
export interface StripHost {
  takeLevels(frame: LevelsFrame, style: HeatStyle | undefined): void;
  setStyle(style: HeatStyle): void;
  /** Draws in the same frame as the map, on the map's projection. */
  paint(projection: Projection, paneHeight: number): void;
  /** Line at the crosshair's height; undefined hides it. */
  setCursor(y: number | undefined): void;
  /** Forgets the book: another market comes. */
  clear(): void;
  close(): void;
}

export function createStripHost(element: HTMLElement): StripHost {
  const canvas = element.appendChild(document.createElement("canvas"));
  const cursor = element.appendChild(document.createElement("div"));
  cursor.className = "strip-cursor";
  cursor.hidden = true;
  const context = canvas.getContext("2d");
  let grid: LevelsGrid | undefined;
  let profile: LevelProfile | undefined;
  let drawn: { projection: Projection; paneHeight: number } | undefined;

  function paint(): void {
    if (!context || !drawn) return;
    const size = { width: element.clientWidth, height: element.clientHeight, paneHeight: drawn.paneHeight };
    const ratio = window.devicePixelRatio;
    resize(canvas, Math.round(size.width * ratio), Math.round(size.height * ratio));
    if (profile) paintLevelStrip(context, { profile, projection: drawn.projection, size, ratio });
    else context.clearRect(0, 0, canvas.width, canvas.height);
  }

  const observer = new ResizeObserver(paint);
  observer.observe(element);
  return {
    takeLevels(frame, style) {
      grid = applyLevelsFrame(grid, frame);
      profile = grid && style && levelProfile(grid, style);
      paint();
    },
    setStyle(style) {
      profile = grid && levelProfile(grid, style);
      paint();
    },
    paint(projection, paneHeight) {
      drawn = { projection, paneHeight };
      paint();
    },
    setCursor(y) {
      cursor.hidden = y === undefined;
      if (y !== undefined) cursor.style.transform = `translateY(${Math.round(y)}px)`;
    },
    clear() {
      grid = undefined;
      profile = undefined;
      paint();
    },
    close() {
      observer.disconnect();
      element.replaceChildren();
    },
  };
}

function resize(canvas: HTMLCanvasElement, width: number, height: number): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
