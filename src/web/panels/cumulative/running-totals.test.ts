import fc from "fast-check";
import { expect, test } from "vitest";
import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { rowOf } from "#core/price-rows.ts";
import { TIERS } from "#core/tier.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import { runningTotals, totalAt } from "./running-totals.ts";

const MARK = 3_000;
const ROWS_PER_CELL = 5;
const FIRST = Math.floor(rowOf(MARK * 0.8) / ROWS_PER_CELL);
const COUNT = Math.ceil(rowOf(MARK * 1.2) / ROWS_PER_CELL) - FIRST;

function gridWith(levels: readonly { price: number; side: 0 | 1; tier: number; usd: number }[]): LevelsGrid {
  const usd = new Float32Array(PLANE_COUNT * COUNT);
  for (const { price, side, tier, usd: held } of levels) usd[planeOf(side, tier) * COUNT + Math.floor(rowOf(price) / ROWS_PER_CELL) - FIRST] += held;
  return { layer: "modelled", time: 0, mark: MARK, openInterestUsd: 1e9, rowsPerCell: ROWS_PER_CELL, firstCell: FIRST, cellCount: COUNT, usd };
}

test("a move through a level has fired it, one short of it has not", () => {
  const grid = gridWith([
    { price: MARK * 0.98, side: LONG, tier: 3, usd: 1000 },
    { price: MARK * 0.95, side: LONG, tier: 0, usd: 500 },
    { price: MARK * 1.03, side: SHORT, tier: 2, usd: 700 },
  ]);
  const totals = { long: runningTotals(grid, "long", { tiers: TIERS, reach: 0.1 }), short: runningTotals(grid, "short", { tiers: TIERS, reach: 0.1 }) };
  expect([-0.01, -0.025, -0.06, 0.02, 0.035, 0.2].map((distance) => totalAt(totals, distance)?.usd)).toEqual([0, 1000, 1500, 0, 700, undefined]);
  expect(runningTotals(grid, "long", { tiers: ["5"], reach: 0.1 }).at(-1)?.usd).toBe(500);
});

test("totals never fall outward, and end at what stands within reach", () => {
  const level = fc.record({
    price: fc.double({ min: MARK * 0.85, max: MARK * 1.15, noNaN: true }),
    side: fc.constantFrom(LONG, SHORT),
    tier: fc.nat(TIERS.length - 1),
    usd: fc.integer({ min: 1, max: 1e6 }),
  });
  fc.assert(
    fc.property(fc.array(level, { maxLength: 40 }), (levels) => {
      for (const side of ["long", "short"] as const) {
        const points = runningTotals(gridWith(levels), side, { tiers: TIERS, reach: 0.19 });
        for (let i = 1; i < points.length; i++) expect(points[i].usd).toBeGreaterThanOrEqual(points[i - 1].usd);
      }
    }),
  );
});

test("where much stands close together is steep", () => {
  const even = Array.from({ length: 60 }, (_, i) => ({ price: MARK * (1 - 0.001 * (i + 1)), side: LONG, tier: 1, usd: 10 }) as const);
  const steepAt = (extra: Parameters<typeof gridWith>[0]) =>
    runningTotals(gridWith([...even, ...extra]), "long", { tiers: TIERS, reach: 0.06 }).filter(({ steep }) => steep);
  expect(steepAt([])).toHaveLength(0);
  const [wall] = steepAt([{ price: MARK * 0.97, side: LONG, tier: 1, usd: 300 }]);
  expect(wall.distance).toBeCloseTo(-0.03, 2);
});
