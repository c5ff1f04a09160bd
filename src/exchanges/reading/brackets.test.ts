import { expect, test } from "vitest";
import { bracketPrice, bracketsInUsd, bracketsOfCaps, hangsTogether } from "./brackets.ts";

const PRINTED = [
  { cap: 2_000_000, maxLeverage: 100, maintenanceRate: 0.005, maintenanceAmount: 510 },
  { cap: 300_000, maxLeverage: 150, maintenanceRate: 0.0033, maintenanceAmount: 0 },
  { cap: 2_600_000, maxLeverage: 90, maintenanceRate: 0.0056, maintenanceAmount: 1_710 },
];

test("brackets begin where the one before ends, whatever their order", () => {
  const brackets = bracketsOfCaps(PRINTED);
  expect(brackets.map(({ floor, cap }) => [floor, cap])).toEqual([
    [0, 300_000],
    [300_000, 2_000_000],
    [2_000_000, 2_600_000],
  ]);
  expect(hangsTogether(brackets)).toBe(true);
});

test("amounts that are not printed are those that keep maintenance continuous", () => {
  const brackets = bracketsOfCaps(PRINTED.map(({ cap, maxLeverage, maintenanceRate }) => ({ cap, maxLeverage, maintenanceRate })));
  expect(brackets.map(({ maintenanceAmount }) => maintenanceAmount)).toEqual([0, expect.closeTo(510, 6), expect.closeTo(1_710, 6)]);
});

const [first, second, third] = bracketsOfCaps(PRINTED);
test.each([
  ["a hole", [first, third]],
  ["no beginning", [second, third]],
  ["a rate that falls", [first, { ...second, maintenanceRate: 0.003 }]],
  ["a leverage that rises", [first, { ...second, maxLeverage: 200 }]],
  ["an amount that leaves a step", [first, { ...second, maintenanceAmount: 0 }]],
])("brackets with %s do not hang together", (_what, brackets) => {
  expect(hangsTogether(brackets)).toBe(false);
});

test("caps in coins become USD, and the amounts with them", () => {
  const brackets = bracketsOfCaps([
    { cap: 150, maxLeverage: 100, maintenanceRate: 0.005 },
    { cap: 300, maxLeverage: 66.67, maintenanceRate: 0.01 },
  ]);
  expect(bracketsInUsd(brackets, 60_000)[1]).toEqual({ floor: 9e6, cap: 18e6, maxLeverage: 66.67, maintenanceRate: 0.01, maintenanceAmount: 45_000 });
  expect(hangsTogether(bracketsInUsd(brackets, 60_000))).toBe(true);
});

test("the price they are valued at stays while the market moves a little, and is never far off", () => {
  expect(bracketPrice(60_100)).toBe(bracketPrice(60_000));
  for (const price of [0.0123, 1, 61_803.4]) expect(Math.abs(bracketPrice(price) / price - 1)).toBeLessThan(0.026);
});
