import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { priceAt } from "#core/price-rows.ts";
import { type MarkedSpread, binsOff, floorTable, leastUsdOfBin, spreadAround } from "./confidence.ts";
import { bandBetween } from "./stretch-band.ts";

const MARK_ROW = 50_000;
/** Surest at the mark, and less the further away. */
const spread: MarkedSpread = {
  mark: priceAt(MARK_ROW + 0.5),
  firstBin: 4_900,
  rowsPerBin: 10,
  binCount: 200,
  variance: [0, 1].map(() => Float64Array.from({ length: 200 }, (_, bin) => 0.02 + 0.004 * Math.abs(bin - 100))) as unknown as MarkedSpread["variance"],
  lean: 0.2,
  positionUsd: 100_000,
};

describe("floorTable", () => {
  test("is where confidence passes the floor, bin by bin", () => {
    fc.assert(
      fc.property(fc.constantFrom(0.2, 0.35, 0.5), fc.integer({ min: 4_901, max: 5_098 }), (least, bin) => {
        const table = floorTable({ spread, least }, 5);
        const usd = leastUsdOfBin(table, { side: 0, bin, off: 0 });
        const confidence = (amount: number) => bandBetween(spread, { side: 0, fromRow: bin * 10, toRow: bin * 10 + 10, usd: amount }).confidence;
        if (usd === Infinity) expect(confidence(1e12)).toBeLessThan(least + 1e-3);
        else {
          expect(confidence(usd * 1.01)).toBeGreaterThanOrEqual(least);
          expect(confidence(usd * 0.97)).toBeLessThan(least);
        }
      }),
    );
  });

  test("asks for more the further from price, and for nothing without a floor", () => {
    const { leastUsd } = floorTable({ spread, least: 0.35 }, 2);
    expect(leastUsd[0][100]).toBeLessThan(leastUsd[0][130]);
    expect(floorTable({ spread, least: 0 }, 2).leastUsd[1].every((usd) => usd === 0)).toBe(true);
  });

  test("a taller cell is judged whole", () => expect(floorTable({ spread, least: 0.3 }, 20)).toMatchObject({ rowsPerBin: 20, firstBin: 2_450 }));

  test("what is as far from an earlier mark is as sure", () => {
    const table = floorTable({ spread, least: 0.35 }, 5);
    const earlier = priceAt(MARK_ROW + 300.5);
    const here = leastUsdOfBin(table, { side: 1, bin: 5_050, off: 0 });
    expect(leastUsdOfBin(table, { side: 1, bin: 5_080, off: binsOff(table, earlier) })).toBe(here);
    expect(spreadAround(spread, earlier).firstBin).toBe(spread.firstBin + 30);
  });
});
