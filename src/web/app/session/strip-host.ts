import { PLANE_COUNT } from "#core/heat-column.ts";
import { rowOf } from "#core/price-rows.ts";
import type { MapSpread } from "#insight/stretch-band.ts";
import type { LevelsFrame, LevelsGrid } from "#wire/frames.ts";
import { type LevelProfile, levelProfile } from "#web/chart/level-profile.ts";
import { paintLevelStrip } from "#web/chart/level-strip.ts";
import type { HeatStyle } from "#web/colour/colour-table.ts";
import { applyLevelsFrame } from "#web/data/levels-grid.ts";
import { type DockedCanvas, createDockedCanvas } from "./docked-canvas.ts";
import type { CrosshairReading } from "./scene.ts";

/** The level strip's canvas and what it last drew with. */
export interface StripHost extends DockedCanvas {
  takeLevels(frame: LevelsFrame): void;
  /** Takes a whole book. */
  takeBook(grid: LevelsGrid): void;
  /** Nothing is drawn before there is one. */
  setStyle(style: HeatStyle): void;
  /** What the book may be wrong by; undefined draws no bands. */
  setSpread(spread: MapSpread | undefined): void;
  /** Forgets the book: another market comes. */
  clear(): void;
  /** What the book holds at a price now; undefined outside it. */
  read(price: number): CrosshairReading | undefined;
}

export interface StripEvents {
  readonly onPoint: (y: number | undefined) => void;
  /** The book changed; undefined: there is none. */
  readonly onGrid: (grid: LevelsGrid | undefined) => void;
}

/** `onPoint` hears the height of the pointer over the strip, in CSS pixels, and undefined when it leaves. */
export function createStripHost(element: HTMLElement, { onPoint, onGrid }: StripEvents): StripHost {
  let grid: LevelsGrid | undefined;
  let style: HeatStyle | undefined;
  let profile: LevelProfile | undefined;
  let spread: MapSpread | undefined;

  const docked = createDockedCanvas(element, {
    draw({ context, projection, size, ratio }) {
      if (profile) paintLevelStrip(context, { profile, spread, projection, size, ratio });
      else context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    },
    onPoint,
  });

  function show(book: LevelsGrid | undefined): void {
    if (grid !== book) onGrid(book);
    grid = book;
    profile = grid && style && levelProfile(grid, style);
    docked.repaint();
  }

  return {
    ...docked,
    takeLevels: (frame) => show(applyLevelsFrame(grid, frame)),
    takeBook: show,
    setStyle(next) {
      style = next;
      show(grid);
    },
    setSpread(next) {
      spread = next;
      docked.repaint();
    },
    clear: () => show(undefined),
    read: (price) => grid && profile && readingOfBook(grid, profile, price),
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
    candle: undefined,
    reading: { usdByPlane, cumulativeUsd, provisional: true, cluster: undefined, age: undefined, venues: undefined },
    realised: undefined,
    swept: undefined,
  };
}
