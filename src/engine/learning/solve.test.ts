import fc from "fast-check";
import { expect, test } from "vitest";
import { solveInPlace } from "./solve.ts";

const SIZE = 6;
const entries = (count: number) => fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: count, maxLength: count });

test("finds what the matrix was multiplied with, wherever its largest entries stand", () => {
  fc.assert(
    fc.property(entries(SIZE * SIZE), entries(SIZE), fc.nat(SIZE - 1), (given, wanted, turned) => {
      // Heavy along a turned diagonal: every row has its pivot, and all but one turn need an exchange.
      const matrix = Float64Array.from(given, (value, i) => value + ((Math.floor(i / SIZE) + turned) % SIZE === i % SIZE ? 10 : 0));
      const right = Float64Array.from(wanted, (_, row) => wanted.reduce((sum, x, column) => sum + matrix[row * SIZE + column] * x, 0));
      solveInPlace(matrix, right);
      wanted.forEach((x, i) => expect(right[i]).toBeCloseTo(x, 9));
    }),
  );
});
