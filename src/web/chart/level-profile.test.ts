import { describe, expect, it } from "vitest";
import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import { densityOf } from "#core/heat-scale.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { rowCentre } from "#core/price-rows.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import { levelProfile } from "./level-profile.ts";

const FIRST_CELL = 11_000;
const LONG_10X = planeOf(LONG, 1);
const LONG_25X = planeOf(LONG, 2);
const SHORT_10X = planeOf(SHORT, 1);

/** Four cells, the mark in the third. */
function gridOf(usdByPlane: Record<number, number[]>): LevelsGrid {
  const usd = new Float32Array(PLANE_COUNT * 4);
  for (const [plane, values] of Object.entries(usdByPlane)) usd.set(values, Number(plane) * 4);
  return { layer: "modelled", time: 0, mark: rowCentre((FIRST_CELL + 2) * 5), openInterestUsd: 0, rowsPerCell: 5, firstCell: FIRST_CELL, cellCount: 4, usd };
}

const GRID = gridOf({ [LONG_10X]: [100, 20, 0, 0], [LONG_25X]: [5, 0, 0, 0], [SHORT_10X]: [0, 0, 7, 50] });

describe("levelProfile", () => {
  it("sums the chosen planes per side and totals outward from the mark's cell", () => {
    const profile = levelProfile(GRID, { planes: [LONG_10X, LONG_25X, SHORT_10X], threshold: 0 });
    expect(profile.markCell).toBe(FIRST_CELL + 2);
    expect([...profile.longUsd]).toEqual([105, 20, 0, 0]);
    expect([...profile.cumulativeLongUsd]).toEqual([125, 20, 0, 0]);
    expect([...profile.cumulativeShortUsd]).toEqual([0, 0, 7, 57]);
  });

  it("leaves out planes that are not chosen", () => {
    expect([...levelProfile(GRID, { planes: [LONG_10X], threshold: 0 }).cumulativeLongUsd]).toEqual([120, 20, 0, 0]);
  });

  it("leaves out cells below the threshold, from bars and totals alike", () => {
    const profile = levelProfile(GRID, { planes: [LONG_10X, SHORT_10X], threshold: densityOf(30, 5) });
    expect([...profile.longUsd]).toEqual([100, 0, 0, 0]);
    expect([...profile.cumulativeShortUsd]).toEqual([0, 0, 0, 50]);
  });
});
