import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bandCoverage, earthMover, localStructure, logScale, overlap, rankCorrelation, topHits } from "./map-measures.ts";

const truth = [0, 6, 2, 0, 0, 2, 0, 0];
const distributions = fc
  .array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 6, maxLength: 40 })
  .filter((bins) => new Set(bins).size > 1 && bins.some((usd) => usd > 0));
const pairs = distributions.chain((bins) =>
  fc.tuple(fc.constant(bins), fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: bins.length, maxLength: bins.length })),
);

describe("by hand", () => {
  test("overlap is what the normalised maps share", () => {
    // Normalised truth 0.6 0.2 0.2 at bins 1, 2, 5; estimate 0.5 at 1 and 0.5 at 4: they share min(0.6, 0.5).
    expect(overlap([0, 5, 0, 0, 5, 0, 0, 0], truth)).toBeCloseTo(0.5, 12);
  });

  test("earth mover counts bins times share", () => {
    // 0.1 goes one bin down to 1, 0.2 two bins down to 2, 0.2 one bin up to 5 (by cumulated surplus): from 0.5 at 1 and 0.5 at 4.
    expect(earthMover([0, 5, 0, 0, 5, 0, 0, 0], truth)).toBeCloseTo(0.1 * 3 + 0.2 * 2 + 0.2 * 1, 12);
  });

  test("rank correlation of a reversed order is -1, of a constant 0", () => {
    expect(rankCorrelation([4, 3, 2, 1], [1, 10, 100, 1000])).toBeCloseTo(-1, 12);
    expect(rankCorrelation([7, 7, 7, 7], [1, 10, 100, 1000])).toBe(0);
  });

  test("local structure sees peaks, not slopes", () => {
    const slope = [10, 20, 30, 40, 50, 60, 70, 80];
    const peaked = slope.map((usd, bin) => (bin === 4 ? usd + 50 : usd));
    const elsewhere = slope.map((usd, bin) => (bin === 2 ? usd + 50 : usd));
    expect(localStructure(peaked, peaked, 5)).toBeCloseTo(1, 12);
    expect(localStructure(elsewhere, peaked, 5)).toBeLessThan(0.2);
    expect(localStructure([3, 3, 3, 3, 3, 3, 3, 3], peaked, 5)).toBe(0);
  });

  test("top hits forgive one bin", () => {
    expect(topHits([9, 0, 0, 0, 0, 0, 8, 0], truth, { count: 2, within: 1 })).toBe(1 / 2);
    expect(topHits([9, 0, 0, 0, 0, 0, 8, 0], truth, { count: 3, within: 1 })).toBe(2 / 3);
    expect(topHits([0, 0, 0, 0, 0, 0, 0, 9], truth, { count: 3, within: 1 })).toBe(0);
  });

  test("scale is a logarithm", () => {
    expect(logScale([0, 20], [5, 5])).toBeCloseTo(Math.log(2), 12);
    expect(logScale([0, 0], [5, 5])).toBe(-Infinity);
  });

  test("a band holds its edges", () => {
    expect(bandCoverage({ low: [0, 2, 5, 1], high: [1, 3, 6, 1] }, [0, 3, 4, 1])).toBe(3 / 4);
  });

  test("an empty estimate has nothing in common and is as far off as can be", () => {
    const nothing = truth.map(() => 0);
    expect([overlap(nothing, truth), earthMover(nothing, truth), topHits(nothing, truth, { count: 3, within: 1 })]).toEqual([0, truth.length, 0]);
  });
});

describe("always", () => {
  test("a map agrees with itself, whatever its scale", () =>
    fc.assert(
      fc.property(distributions, fc.integer({ min: 1, max: 1000 }), (bins, factor) => {
        const scaled = bins.map((usd) => usd * factor);
        expect(overlap(scaled, bins)).toBeCloseTo(1, 9);
        expect(earthMover(scaled, bins)).toBeCloseTo(0, 9);
        expect(rankCorrelation(scaled, bins)).toBeCloseTo(1, 9);
        expect(topHits(scaled, bins, { count: 10, within: 1 })).toBe(1);
        expect(logScale(scaled, bins)).toBeCloseTo(Math.log(factor), 9);
      }),
    ));

  test("overlap and earth mover do not care which of two maps is the truth, and bound each other", () =>
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        expect(overlap(a, b)).toBeCloseTo(overlap(b, a), 9);
        expect(earthMover(a, b)).toBeCloseTo(earthMover(b, a), 9);
        // What is not shared moves at least one bin and at most all of them.
        expect(earthMover(a, b)).toBeGreaterThanOrEqual(1 - overlap(a, b) - 1e-9);
        expect(earthMover(a, b)).toBeLessThanOrEqual((1 - overlap(a, b)) * (a.length - 1) + 1e-9);
      }),
    ));

  test("correlations stay within -1 and 1", () =>
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        for (const value of [rankCorrelation(a, b), localStructure(a, b, 5)]) expect(Math.abs(value)).toBeLessThanOrEqual(1 + 1e-9);
      }),
    ));
});
