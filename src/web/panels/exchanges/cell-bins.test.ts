import { expect, test } from "vitest";
import { PLANE_COUNT } from "#core/heat-column.ts";
import { rowOf } from "#core/price-rows.ts";
import { TIERS } from "#core/tier.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import { binsWithin, cellBins } from "./cell-bins.ts";

test.each([50_000, 50_020, 50_049])("an even book is even in every bin, wherever in its cell the mark of %s lies", (mark) => {
  const rowsPerCell = 5;
  const firstCell = Math.floor(rowOf(40_000) / rowsPerCell);
  const cellCount = Math.floor(rowOf(60_000) / rowsPerCell) - firstCell;
  const usd = new Float32Array(PLANE_COUNT * cellCount).fill(3);
  const grid: LevelsGrid = { layer: "modelled", time: 0, mark, openInterestUsd: 1, rowsPerCell, firstCell, cellCount, usd };
  const bins = cellBins(grid, { tiers: TIERS, sides: ["long", "short"], cellsPerBin: 2, bins: 40 });
  expect(new Set(bins.map((bin) => bin.usd))).toEqual(new Set([2 * 3 * TIERS.length]));
  expect(bins[39].to).toBeCloseTo(1.0002 ** 400 - 1, 9);
});

test("the last bin ends within the reach", () => {
  expect([binsWithin(0.02, 5), binsWithin(0.1, 10)]).toEqual([19, 47]);
  expect(1.0002 ** (19 * 5)).toBeLessThan(1.02);
});
