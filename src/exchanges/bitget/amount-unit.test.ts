import { expect, test } from "vitest";
import { findAmountUnit } from "./amount-unit.ts";

const rows = (count: number, price: number, amountOf: (nth: number) => number) =>
  Array.from({ length: count }, (_, nth) => ({ price, amount: String(amountOf(nth)) }));
const unitOf = (...answers: ReturnType<typeof rows>[]) => {
  const finder = findAmountUnit();
  for (const answer of answers) finder.learn(answer);
  return finder.unit;
};

test("amounts of bitcoin that would be cents are coins, whatever a few large ones say", () => {
  expect(unitOf(rows(40, 60_000, (nth) => (nth % 8 === 0 ? 25 : 0.001 * (nth + 1))))).toBe("base");
});

test("amounts of hundreds of dollars are dollars, whatever a few leftovers say", () => {
  expect(unitOf(rows(40, 60_000, (nth) => (nth % 4 === 0 ? 0.5 : 37.25 * nth)))).toBe("quote");
});

test("a few rows, and those of cheap coins, say nothing", () => {
  expect(unitOf(rows(19, 60_000, () => 0.01))).toBe("quote");
  expect(unitOf(rows(500, 0.07, () => 2))).toBe("quote");
});

test("rows of several answers count together", () => {
  expect(
    unitOf(
      rows(12, 60_000, () => 0.01),
      rows(12, 3_000, () => 0.2),
    ),
  ).toBe("base");
});
