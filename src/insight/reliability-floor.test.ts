import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Graded, underFloor, underOtherFloor } from "./reliability-floor.ts";

const FLOOR = 300e6;
const marketOf = (openInterestUsd: number | null): Graded => ({
  openInterestUsd,
  thinBelowUsd: null,
  reliability: { grade: "A", score: 0.9, reasons: ["something else"] },
});

describe("a floor of open interest", () => {
  test("a market above it, or of which nothing is known, is as it was", () => {
    for (const market of [marketOf(FLOOR), marketOf(null)]) expect(underFloor(market, FLOOR)).toBe(market);
    expect(underFloor(marketOf(5), 0).thinBelowUsd).toBeNull();
  });

  test("below it the grade falls, the less there is, and it says why before anything else", () => {
    const { reliability, thinBelowUsd } = underFloor(marketOf(60e6), FLOOR);
    expect(thinBelowUsd).toBe(FLOOR);
    expect(reliability?.score).toBeCloseTo(0.9 * 0.6, 9);
    expect(reliability?.grade).toBe("C");
    expect(reliability?.reasons).toEqual(["a thin market: open interest of $60M is below the floor of $300M", "something else"]);
    expect(underFloor(marketOf(1_200_000), FLOOR).reliability?.reasons[0]).toContain("$1.2M");
  });

  test("another floor grades as if the first had never been", () => {
    const usd = fc.integer({ min: 0, max: 2_000_000_000 });
    fc.assert(
      fc.property(usd, usd, usd, (openInterestUsd, first, second) => {
        const market = marketOf(openInterestUsd);
        const [once, twice] = [underFloor(market, second), underOtherFloor(underFloor(market, first), second)];
        expect({ ...twice, reliability: { ...twice.reliability, score: 0 } }).toEqual({ ...once, reliability: { ...once.reliability, score: 0 } });
        expect(twice.reliability?.score).toBeCloseTo(once.reliability?.score ?? NaN, 9);
      }),
    );
  });
});
