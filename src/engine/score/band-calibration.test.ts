import { expect, test } from "vitest";
import { rowOf } from "#core/price-rows.ts";
import { normalQuantile, normalCdf } from "#engine/normal.ts";
import type { BookMap } from "./bin-grid.ts";
import { DISTANCE_EDGES, NOMINAL_LEVELS, SIZE_EDGES, sumCalibrations, tallyBands } from "./band-calibration.ts";

const MARK = 50_000;
const firstRow = rowOf(MARK / 2);

function mapOf(levels: Readonly<Record<number, number>>): BookMap {
  const long = new Float64Array(rowOf(MARK * 2) - firstRow + 1);
  for (const [price, usd] of Object.entries(levels)) long[rowOf(Number(price)) - firstRow] += usd;
  return { firstRow, usd: [long, new Float64Array(long.length)] };
}

test("bands are counted by distance, by size and by level, and only where something is estimated", () => {
  const band = {
    over: ({ count }: { count: number }) => ({ low: new Float64Array(count).fill(2), high: new Float64Array(count).fill(8) }),
    quantile: (level: number, { count }: { count: number }) => new Float64Array(count).fill(10 * level),
  };
  const estimate = mapOf({ 49_700: 1, 47_000: 1, 41_000: 50 });
  const truth = mapOf({ 49_700: 1, 47_000: 5, 41_000: 9, 45_000: 7 });
  const one = tallyBands({ estimate, truth, band, mark: MARK, openInterestUsd: 10_000 });
  expect(one.bins).toBe(3);
  expect(one.byDistance[0]).toEqual({ bins: 1, inside: 0, below: 1, above: 0 });
  expect(one.byDistance[DISTANCE_EDGES.indexOf(0.04)]).toEqual({ bins: 1, inside: 1, below: 0, above: 0 });
  expect(one.byDistance.at(-1)).toEqual({ bins: 1, inside: 0, below: 0, above: 1 });
  expect(one.bySize[0].bins).toBe(2);
  expect(one.bySize[SIZE_EDGES.indexOf(0.0045)]).toEqual({ bins: 1, inside: 0, below: 0, above: 1 });
  expect(one.below).toEqual(NOMINAL_LEVELS.map((level) => [1, 5, 9].filter((usd) => usd <= 10 * level).length));
  expect(sumCalibrations([one, one])).toMatchObject({ bins: 6, below: one.below.map((count) => 2 * count) });
});

test("a normal deviate is the inverse of its share", () => {
  for (const share of [0.001, 0.1, 0.5, 0.9, 0.999]) expect(normalCdf(normalQuantile(share))).toBeCloseTo(share, 6);
  expect(normalQuantile(0.9)).toBeCloseTo(1.2815515, 5);
});
