import { expect, test } from "vitest";
import type { SideMaps } from "#cli/fit-prior/unit-maps.ts";
import { scoreBestWeights } from "./best-weights.ts";

const BINS = 25;
const at = (...bins: readonly number[]): Float64Array => Float64Array.from({ length: BINS }, (_, bin) => (bins.includes(bin) ? 1 / bins.length : 0));
const rungs = [at(2, 3), at(8, 9), at(15, 16, 17, 18)].map((bins) => ({ bins, standing: 1 }));
const sampleOf = (side: 0 | 1, truth: Float64Array): SideMaps => ({ time: 0, side, truth, positions: 10, withinReach: 1, rungs, never: 1 });

test("finds the weights that the samples were drawn with", () => {
  const truth = Float64Array.from({ length: BINS }, (_, bin) => 0.1 * rungs[0].bins[bin] + 0.6 * rungs[1].bins[bin] + 0.3 * rungs[2].bins[bin]);
  const [{ overlap, earthMover }] = scoreBestWeights([sampleOf(0, truth)]);
  expect(overlap).toBeGreaterThan(0.99);
  expect(earthMover).toBeLessThan(0.005);
});

test("serves all samples of a side at once, and each side by itself", () => {
  const scores = scoreBestWeights([sampleOf(0, at(2, 3)), sampleOf(0, at(8, 9)), sampleOf(1, at(15, 16, 17, 18))]);
  expect(scores.map(({ side }) => side)).toEqual([0, 0, 1]);
  expect((scores[0].overlap + scores[1].overlap) / 2).toBeCloseTo(0.5, 2);
  expect(scores[2].overlap).toBeGreaterThan(0.99);
});
