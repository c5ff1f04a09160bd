import { PLANE_COUNT } from "#core/heat-column.ts";
import { rowOf } from "#core/price-rows.ts";
import type { MapSpread } from "#insight/stretch-band.ts";
import type { LevelsFrame, LevelsGrid } from "#wire/frames.ts";
import { type LevelProfile, levelProfile } from "#web/chart/level-profile.ts";
import { paintLevelStrip } from "#web/chart/level-strip.ts";
import type { Projection } from "#web/chart/sight.ts";
import type { HeatStyle } from "#web/colour/colour-table.ts";
import { applyLevelsFrame } from "#web/data/levels-grid.ts";
import { fitCanvas } from "./fit-canvas.ts";
import type { CrosshairReading } from "./scene.ts";

/** The level strip's canvas and what it last drew with. */
export interface StripHost {
  readonly canvas: HTMLCanvasElement;
  takeLevels(frame: LevelsFrame, style: HeatStyle | undefined): void;
  /** Takes a whole book. */
  takeBook(grid: LevelsGrid, style: HeatStyle | undefined): void;
  setStyle(style: HeatStyle): void;
  /** What the book may be wrong by; undefined draws no bands. */
  setSpread(spread: MapSpread | undefined): void;
  /** Draws in the same frame as the map, on the map's projection. */
  paint(projection: Projection, paneHeight: number): void;
  /** Draws again on what it drew last. */
  repaint(): void;
  /** Line at the crosshair's height; undefined hides it. */
  setCursor(y: number | undefined): void;
  /** Forgets the book: another market comes. */
  clear(): void;
  /** What the book holds at a price now; undefined outside it. */
  read(price: number): CrosshairReading | undefined;
  close(): void;
}

export interface StripEvents {
  readonly onPoint: (y: number | undefined) => void;
  /** The book changed; undefined: there is none. */
  readonly onGrid: (grid: LevelsGrid | undefined) => void;
}

/** `onPoint` hears the height of the pointer over the strip, in CSS pixels, and undefined when it leaves. */
export function createStripHost(element: HTMLElement, { onPoint, onGrid }: StripEvents): StripHost {
  const canvas = element.appendChild(document.createElement("canvas"));
  const cursor = element.appendChild(document.createElement("div"));
  cursor.className = "strip-cursor";
  cursor.hidden = true;
  const context = canvas.getContext("2d");
  let grid: LevelsGrid | undefined;
  let profile: LevelProfile | undefined;
  let spread: MapSpread | undefined;
  let drawn: { projection: Projection; paneHeight: number } | undefined;

  function paint(): void {
    if (!context || !drawn) return;
    const size = { width: element.clientWidth, height: element.clientHeight, paneHeight: drawn.paneHeight };
    const ratio = window.devicePixelRatio;
    fitCanvas(canvas, size, ratio);
    if (profile) paintLevelStrip(context, { profile, spread, projection: drawn.projection, size, ratio });
    else context.clearRect(0, 0, canvas.width, canvas.height);
  }

  function show(book: LevelsGrid | undefined, style: HeatStyle | undefined): void {
    if (grid !== book) onGrid(book);
    grid = book;
    profile = grid && style && levelProfile(grid, style);
    paint();
  }

  const observer = new ResizeObserver(paint);
  observer.observe(element);
  const onMove = (event: PointerEvent) => onPoint(event.offsetY);
  const onLeave = () => onPoint(undefined);
  canvas.addEventListener("pointermove", onMove);
  canvas.addEventListener("pointerdown", onMove);
  canvas.addEventListener("pointerleave", onLeave);
  return {
    canvas,
    takeLevels: (frame, style) => show(applyLevelsFrame(grid, frame), style),
    takeBook: show,
    setStyle: (style) => show(grid, style),
    setSpread(next) {
      spread = next;
      paint();
    },
    paint(projection, paneHeight) {
      drawn = { projection, paneHeight };
      paint();
    },
    repaint: paint,
    setCursor(y) {
      cursor.hidden = y === undefined;
      if (y !== undefined) cursor.style.transform = `translateY(${Math.round(y)}px)`;
    },
    clear: () => show(undefined, undefined),
    read: (price) => grid && profile && readingOfBook(grid, profile, price),
    close() {
      observer.disconnect();
      element.replaceChildren();
    },
  };
}

function readingOfBook(grid: LevelsGrid, profile: LevelProfile, price: number): CrosshairReading | undefined {
  const { cellCount, firstCell, rowsPerCell, mark, time, usd } = grid;
  const cell = Math.floor(rowOf(price) / rowsPerCell) - firstCell;
  if (cell < 0 || cell >= cellCount) return undefined;
  const usdByPlane = Array.from({ length: PLANE_COUNT }, (_, plane) => usd[plane * cellCount + cell]);
  const cumulativeUsd = (price <= mark ? profile.cumulativeLongUsd : profile.cumulativeShortUsd)[cell];
  return {
    fromMs: time,
    toMs: time,
    price,
    mark,
    reading: { usdByPlane, cumulativeUsd, provisional: true, cluster: undefined },
    realised: undefined,
    swept: undefined,
  };
}
