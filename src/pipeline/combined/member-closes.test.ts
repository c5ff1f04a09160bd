import { expect, test } from "vitest";
import { shiftsOf } from "./member-closes.ts";

const closes = (rows: readonly number[]) => ({ before: 2, rows: Float64Array.from(rows) });
const REFERENCE = closes([1000, 1010, 1020, 1000, 990, 1000, 1000]);
const moved = (by: readonly number[]) => closes(REFERENCE.rows.length === by.length ? [...REFERENCE.rows].map((row, i) => row - by[i]) : []);

test("a lasting basis moves columns, a single stray one does not", () => {
  expect([...shiftsOf(moved([50, 50, 50, 50, 50, 50, 50]), REFERENCE, 5)]).toEqual([10, 10, 10, 10, 10]);
  expect([...shiftsOf(moved([0, 0, 0, 40, 0, 0, 0]), REFERENCE, 5)]).toEqual([0, 0, 0, 0, 0]);
  expect([...shiftsOf(moved([0, 0, 0, 0, 0, 40, 40]), REFERENCE, 5)]).toEqual([0, 0, 0, 0, 8]);
});
