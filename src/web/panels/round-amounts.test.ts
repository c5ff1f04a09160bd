import fc from "fast-check";
import { expect, test } from "vitest";
import { roundAmounts } from "./round-amounts.ts";

test.each([
  [62_200_000, [20e6, 40e6, 60e6]],
  [1_150_000_000, [500e6, 1_000e6]],
  [480_000, [100e3, 200e3, 300e3, 400e3]],
  [1, [0.5, 1]],
])("below %d stand %j", (top, lines) => expect(roundAmounts(top)).toEqual(lines));

test("of nothing there is no scale", () => expect(roundAmounts(0)).toEqual([]));

test("one to four lines, evenly apart and none above the top", () =>
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (top) => {
      const lines = roundAmounts(top);
      expect(lines.length).toBeGreaterThanOrEqual(1);
      expect(lines.length).toBeLessThanOrEqual(4);
      expect(Math.max(...lines)).toBeLessThanOrEqual(top);
      expect(lines[0] * lines.length).toBeCloseTo(lines[lines.length - 1], 6);
    }),
  ));
