import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BTC_LADDER, PRICE_ROW, tradedBetween } from "./given-book.conformance.ts";
import { inGrain } from "./opening.ts";
import { layRung } from "./rung-layout.ts";

interface Given {
  readonly side: 0 | 1;
  readonly rung: number;
  readonly low: number;
  readonly height: number;
  readonly grain: number;
  readonly offset: number;
}

const given: fc.Arbitrary<Given> = fc.record({
  side: fc.constantFrom(0, 1),
  rung: fc.integer({ min: 0, max: 20 }),
  low: fc.double({ min: PRICE_ROW - 500, max: PRICE_ROW + 500, noNaN: true }),
  height: fc.double({ min: 0, max: 60, noNaN: true }),
  grain: fc.constantFrom(1, 2, 4, 8),
  offset: fc.double({ min: -20, max: 20, noNaN: true }),
});

function laid({ side, rung, low, height, grain, offset }: Given) {
  const profile = inGrain(tradedBetween(low, low + height), grain);
  const { first, count, weights } = layRung(BTC_LADDER.rungs[side][rung], profile, { grain, offset });
  return { total: profile.total, first, weights: weights.slice(0, count) };
}

describe("a rung's layout", () => {
  it("holds the whole profile, nowhere less than nothing", () => {
    fc.assert(
      fc.property(given, (of) => {
        const { total, weights } = laid(of);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(total, 9);
        expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("stays within what the rung's leverages liquidate at, a bin or two over", () => {
    fc.assert(
      fc.property(given, (of) => {
        const { first, weights } = laid(of);
        const { isolated, spread } = BTC_LADDER.rungs[of.side][of.rung];
        const shifts = [...isolated.map(({ shift }) => shift), ...spread];
        const from = (of.low + of.offset + Math.min(...shifts)) / of.grain;
        const to = (of.low + of.height + of.offset + Math.max(...shifts)) / of.grain;
        const occupied = Array.from(weights, (weight, i) => (weight > 0 ? first + i : undefined)).filter((bin) => bin !== undefined);
        expect(Math.min(...occupied)).toBeGreaterThanOrEqual(from - 2);
        expect(Math.max(...occupied)).toBeLessThanOrEqual(to + 2);
      }),
    );
  });

  it("spreads cross positions evenly: no bin of a wide rung stands out, but for isolated ones", () => {
    const { isolated, spread } = BTC_LADDER.rungs[0][3];
    expect(isolated).toHaveLength(0);
    const { weights } = laid({ side: 0, rung: 3, low: PRICE_ROW, height: 20, grain: 1, offset: 0.3 });
    const inner = weights.subarray(25, weights.length - 25);
    const even = inner.reduce((sum, weight) => sum + weight, 0) / inner.length;
    expect(inner.length).toBeGreaterThan(0.9 * (spread[spread.length - 1] - spread[0]));
    for (const weight of inner) expect(Math.abs(weight / even - 1)).toBeLessThan(0.25);
  });
});
