import { expect, test } from "vitest";
import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { rowOf } from "#core/price-rows.ts";
import { TIERS } from "#core/tier.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import { distanceBins, totalsWithin } from "./distance-bins.ts";

const MARK = 60_000;

function gridWith(levels: readonly { price: number; side: 0 | 1; tier: number; usd: number }[]): LevelsGrid {
  const rowsPerCell = 5;
  const firstCell = Math.floor(rowOf(MARK * 0.8) / rowsPerCell);
  const cellCount = Math.ceil(rowOf(MARK * 1.2) / rowsPerCell) - firstCell;
  const usd = new Float32Array(PLANE_COUNT * cellCount);
  for (const { price, side, tier, usd: held } of levels) usd[planeOf(side, tier) * cellCount + Math.floor(rowOf(price) / rowsPerCell) - firstCell] += held;
  return { layer: "modelled", time: 0, mark: MARK, openInterestUsd: 1e9, rowsPerCell, firstCell, cellCount, usd };
}

const BOOK = gridWith([
  { price: MARK * 0.987, side: LONG, tier: 4, usd: 7 },
  { price: MARK * 0.987, side: LONG, tier: 0, usd: 5 },
  { price: MARK * 1.043, side: SHORT, tier: 2, usd: 11 },
  { price: MARK * 1.01, side: LONG, tier: 2, usd: 100 },
  { price: MARK * 0.85, side: LONG, tier: 0, usd: 1000 },
]);
const ALL = { tiers: TIERS, sides: ["long", "short"], width: 0.005, reach: 0.1 } as const;

test("longs lie below, shorts above, each at its distance", () => {
  const bins = distanceBins(BOOK, ALL).filter(({ usd }) => usd > 0);
  expect(bins.map(({ side, from, usd }) => [side, Number(from.toFixed(3)), usd])).toEqual([
    ["long", 0.01, 12],
    ["short", 0.04, 11],
  ]);
  expect(bins[0].byTier).toEqual([5, 0, 0, 0, 7]);
});

test("totals stop at the distance, and filters are kept to", () => {
  const bins = distanceBins(BOOK, ALL);
  expect([0.01, 0.02, 0.05].map((reach) => totalsWithin(bins, reach))).toEqual([
    { long: 0, short: 0 },
    { long: 12, short: 0 },
    { long: 12, short: 11 },
  ]);
  expect(totalsWithin(distanceBins(BOOK, { ...ALL, tiers: ["100"], sides: ["long"] }), 0.1)).toEqual({ long: 7, short: 0 });
});
