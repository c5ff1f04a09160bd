import { describe, expect, test } from "vitest";
import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import { densityOf } from "#core/heat-scale.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { TIERS } from "#core/tier.ts";
import { denseGrid } from "./dense-grid.ts";

const CELLS = 3;
const ROWS = 5;
const usd = new Float32Array(PLANE_COUNT * CELLS);
const [LONG_10X, LONG_25X, SHORT_10X] = [planeOf(LONG, 1), planeOf(LONG, 2), planeOf(SHORT, 1)];
usd[LONG_10X * CELLS] = 30;
usd[LONG_25X * CELLS] = 30;
usd[LONG_10X * CELLS + 1] = 50;
usd[SHORT_10X * CELLS + 2] = 100;
const GRID = { layer: "modelled", time: 0, mark: 100, openInterestUsd: 1, rowsPerCell: ROWS, firstCell: 0, cellCount: CELLS, usd } as const;
const threshold = densityOf(55, ROWS);
const BOTH = ["long", "short"] as const;

describe("what the threshold hides of a book", () => {
  const read = (asked: Parameters<typeof denseGrid>[1]) => {
    const shown = denseGrid(GRID, asked).usd;
    return [shown[LONG_10X * CELLS], shown[LONG_25X * CELLS], shown[LONG_10X * CELLS + 1], shown[SHORT_10X * CELLS + 2]];
  };

  test("a cell counts with all of its shown tiers together", () => expect(read({ tiers: TIERS, sides: BOTH, threshold })).toEqual([30, 30, 0, 100]));

  test("hidden tiers and sides do not carry a cell over it, and are left as they are", () => {
    expect(read({ tiers: ["10"], sides: BOTH, threshold })).toEqual([0, 30, 0, 100]);
    expect(read({ tiers: TIERS, sides: ["long"], threshold: densityOf(200, ROWS) })).toEqual([0, 0, 0, 100]);
  });

  test("without one the book is the same", () => expect(denseGrid(GRID, { tiers: TIERS, sides: BOTH, threshold: 0 })).toBe(GRID));
});
