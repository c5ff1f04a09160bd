import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ROW_WIDTH, priceAt, rowCentre, rowCoordinate, rowLow, rowOf, rowsOfRatio } from "./price-rows.ts";

const price = fc.double({ min: 1e-6, max: 1e7, noNaN: true });

describe("price rows", () => {
  it("holds a price between the edges of its row", () => {
    fc.assert(
      fc.property(price, (at) => {
        const row = rowOf(at);
        expect(rowLow(row)).toBeLessThanOrEqual(at * (1 + 1e-12));
        expect(rowLow(row + 1)).toBeGreaterThan(at * (1 - 1e-12));
      }),
    );
  });

  it("has rows of 2 basis points at every price", () => {
    for (const row of [-40_000, 0, 57_000]) expect(rowLow(row + 1) / rowLow(row) - 1).toBeCloseTo(ROW_WIDTH, 10);
    expect(rowOf(rowCentre(57_123))).toBe(57_123);
  });

  it("makes a fixed ratio the same shift everywhere", () => {
    fc.assert(
      fc.property(price, fc.double({ min: 0.3, max: 3, noNaN: true }), (at, ratio) => {
        expect(rowCoordinate(at * ratio) - rowCoordinate(at)).toBeCloseTo(rowsOfRatio(ratio), 6);
      }),
    );
  });

  it("turns coordinates back into prices", () => {
    fc.assert(
      fc.property(price, (at) => {
        expect(priceAt(rowCoordinate(at)) / at).toBeCloseTo(1, 9);
      }),
    );
  });
});
