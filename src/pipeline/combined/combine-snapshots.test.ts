import fc from "fast-check";
import { expect, test } from "vitest";
import { type HeatSnapshot, PLANE_COUNT } from "#core/heat-column.ts";
import { rowCentre, rowOf } from "#core/price-rows.ts";
import { asMs } from "#core/units.ts";
import { combineSnapshots } from "./combine-snapshots.ts";

const bookOf = (mark: number, levels: readonly { plane: number; distance: number; usd: number }[]): HeatSnapshot => {
  const firstRow = rowOf(mark * 0.7);
  const rowCount = rowOf(mark * 1.4) - firstRow;
  const usd = new Float32Array(PLANE_COUNT * rowCount);
  for (const { plane, distance, usd: held } of levels) usd[plane * rowCount + rowOf(mark * (1 + distance)) - firstRow] += held;
  return { time: asMs(60_000), mark, openInterest: 10, openInterestUsd: 10 * mark, explainedShare: 0.9, firstRow, rowCount, usd };
};

const total = ({ usd }: HeatSnapshot): number => usd.reduce((sum, value) => sum + value, 0);

test("a level keeps its distance from its own mark, whatever the basis or the multiplier", () => {
  const spot = bookOf(60_000, [{ plane: 1, distance: -0.1, usd: 5e6 }]);
  const dated = bookOf(61_500, [{ plane: 1, distance: -0.1, usd: 3e6 }]);
  const thousand = bookOf(60_000_000, [{ plane: 1, distance: -0.1, usd: 2e6 }]);
  const sum = combineSnapshots([spot, dated, thousand], 60_000);
  const held = [...sum.usd].flatMap((usd, i) => (usd > 0 ? { usd, price: rowCentre(sum.firstRow + (i % sum.rowCount)) } : []));
  expect(total(sum)).toBeCloseTo(10e6, 0);
  for (const { price } of held) expect(Math.abs(price / 54_000 - 1)).toBeLessThan(0.0005);
});

test("no dollar is lost or made, and each keeps its plane", () => {
  const level = fc.record({
    plane: fc.nat(PLANE_COUNT - 1),
    distance: fc.double({ min: -0.25, max: 0.35, noNaN: true }),
    usd: fc.integer({ min: 1, max: 1e7 }),
  });
  const book = fc.tuple(fc.double({ min: 50_000, max: 70_000, noNaN: true }), fc.array(level, { maxLength: 20 })).map(([mark, levels]) => bookOf(mark, levels));
  fc.assert(
    fc.property(fc.array(book, { minLength: 1, maxLength: 5 }), fc.double({ min: 50_000, max: 70_000, noNaN: true }), (books, mark) => {
      const sum = combineSnapshots(books, mark);
      const expected = books.reduce((usd, part) => usd + total(part), 0);
      expect(Math.abs(total(sum) - expected)).toBeLessThanOrEqual(1e-5 * expected);
      for (let plane = 0; plane < PLANE_COUNT; plane++) {
        const ofPlane = (of: HeatSnapshot) => of.usd.subarray(plane * of.rowCount, (plane + 1) * of.rowCount).reduce((usd, value) => usd + value, 0);
        expect(ofPlane(sum)).toBeCloseTo(
          books.reduce((usd, part) => usd + ofPlane(part), 0),
          -2,
        );
      }
      expect(sum.openInterestUsd).toBeCloseTo(books.reduce((usd, part) => usd + part.openInterestUsd, 0));
    }),
    { numRuns: 60 },
  );
});
