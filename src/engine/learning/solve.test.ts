import fc from "fast-check";
import { expect, test } from "vitest";
import { solveInPlace } from "./solve.ts";

const SIZE = 6;
const entries = (count: number) => fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: count, maxLength: count });

test("finds what a symmetric, positive definite matrix was multiplied with, and reads its lower triangle only", () => {
  fc.assert(
    fc.property(entries(SIZE * SIZE), entries(SIZE), (given, wanted) => {
      const at = (row: number, column: number): number => given[row * SIZE + column];
      // Any matrix times its own transpose, and the identity on top.
      const whole = Array.from({ length: SIZE }, (_, row) =>
        Array.from({ length: SIZE }, (__, column) => wanted.reduce((sum, ___, k) => sum + at(row, k) * at(column, k), row === column ? 1 : 0)),
      );
      const lower = Float64Array.from({ length: SIZE * SIZE }, (_, i) => (i % SIZE <= Math.floor(i / SIZE) ? whole[Math.floor(i / SIZE)][i % SIZE] : NaN));
      const right = Float64Array.from(whole, (row) => row.reduce((sum, value, column) => sum + value * wanted[column], 0));
      solveInPlace(lower, right);
      wanted.forEach((x, i) => expect(right[i]).toBeCloseTo(x, 9));
    }),
  );
});
