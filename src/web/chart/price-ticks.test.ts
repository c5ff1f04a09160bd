import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimalsOfTicks, priceTicks } from "./price-ticks.ts";

describe("priceTicks", () => {
  it.each([
    [{ low: 60_300, high: 65_800, height: 350 }, [60_500, 61_000, 61_500, 62_000, 62_500, 63_000, 63_500, 64_000, 64_500, 65_000, 65_500]],
    [{ low: 0.121, high: 0.129, height: 150 }, [0.122, 0.124, 0.126, 0.128]],
    [{ low: 10, high: 1_000, height: 300 }, [500, 1_000]],
  ])("of %o", (sight, expected) => {
    const ticks = priceTicks(sight);
    expect(ticks).toHaveLength(expected.length);
    ticks.forEach((tick, index) => expect(tick).toBeCloseTo(expected[index], 9));
  });

  it("keeps labels apart and in sight, at any price and zoom", () => {
    const sights = fc.record({
      low: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      span: fc.double({ min: 1e-4, max: 3, noNaN: true }),
      height: fc.integer({ min: 60, max: 2_000 }),
    });
    fc.assert(
      fc.property(sights, ({ low, span, height }) => {
        const high = low * Math.exp(span);
        const heights = priceTicks({ low, high, height }).map((price) => (Math.log(price / low) / span) * height);
        for (let index = 1; index < heights.length; index++) expect(heights[index] - heights[index - 1]).toBeGreaterThan(29.9);
        for (const at of heights) expect(at > -0.01 && at < height + 0.01).toBe(true);
      }),
    );
  });

  it("is empty for an axis that shows nothing", () => expect(priceTicks({ low: 0, high: 1, height: 100 })).toEqual([]));
});

describe("decimalsOfTicks", () => {
  it.each([
    [[60_000, 60_500], 0],
    [[156, 156.25], 2],
    [[152.5, 155], 1],
    [[0.122, 0.124], 3],
  ])("%o needs %i", (ticks, decimals) => expect(decimalsOfTicks(ticks)).toBe(decimals));
});
