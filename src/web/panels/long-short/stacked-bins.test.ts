import { expect, test } from "vitest";
import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { rowOf } from "#core/price-rows.ts";
import { TIERS } from "#core/tier.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import { stackedByExchange, stackedByTier } from "./stacked-bins.ts";

/** A book with so much of longs 3 % below its own mark, and a tenth of that of shorts 1 % above. */
function bookOf(mark: number, usd: number): LevelsGrid {
  const rowsPerCell = 5;
  const firstCell = Math.floor(rowOf(mark * 0.9) / rowsPerCell);
  const cellCount = Math.ceil(rowOf(mark * 1.1) / rowsPerCell) - firstCell;
  const planes = new Float32Array(PLANE_COUNT * cellCount);
  const cellOf = (price: number) => Math.floor(rowOf(price) / rowsPerCell) - firstCell;
  planes[planeOf(LONG, 3) * cellCount + cellOf(mark * 0.97)] = usd;
  planes[planeOf(SHORT, 1) * cellCount + cellOf(mark * 1.01)] = usd / 10;
  return { layer: "modelled", time: 0, mark, openInterestUsd: 1e9, rowsPerCell, firstCell, cellCount, usd: planes };
}

const asked = { tiers: TIERS, sides: ["long", "short"], width: 0.005, reach: 0.05 } as const;
const members = [
  { market: "a:BTC", label: "A", grid: bookOf(60_000, 1_000) },
  { market: "b:BTC", label: "B", grid: bookOf(60_300, 500) },
];

test("exchanges add up by the distance from their own price, whatever their basis", () => {
  const { parts, bins } = stackedByExchange(members, asked);
  expect(parts.map(({ name }) => name)).toEqual(["A", "B"]);
  expect(bins.filter(({ usd }) => usd > 0).map(({ side, usd, byPart }) => [side, usd, byPart])).toEqual([
    ["long", 1_500, [1_000, 500]],
    ["short", 150, [100, 50]],
  ]);
});

test("tiers keep their shade when others are hidden", () => {
  const shadesOf = (tiers: typeof asked.tiers | readonly ["50"]) =>
    Object.fromEntries(stackedByTier(members[0].grid, { ...asked, tiers }).parts.map(({ name, shade }) => [name, shade]));
  expect(shadesOf(["50"])["50x"]).toBe(shadesOf(TIERS)["50x"]);
  expect(stackedByTier(members[0].grid, { ...asked, tiers: ["50"] }).bins.reduce((sum, { usd }) => sum + usd, 0)).toBe(1_000);
});
