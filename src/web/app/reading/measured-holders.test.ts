import { expect, test } from "vitest";
import { priceAt, rowOf } from "#core/price-rows.ts";
import { holderWords, holdersAt } from "./measured-holders.ts";

const MARK = 60_000;
const CELL = 10;
const cell = (price: number, rest: Partial<Parameters<typeof holdersAt>[0]["levels"][number]>) => ({
  price: priceAt((Math.floor(rowOf(price) / CELL) + 0.5) * CELL),
  longUsd: 0,
  shortUsd: 0,
  longAccounts: 0,
  shortAccounts: 0,
  longLargestShare: 0,
  shortLargestShare: 0,
  byTier: {},
  ...rest,
});
const levels = [cell(54_000, { longAccounts: 12, longLargestShare: 0.83 }), cell(66_000, { shortAccounts: 1, shortLargestShare: 1 })];
const at = (price: number) => holdersAt({ levels, rowsPerCell: CELL }, { price, mark: MARK });

test("below the mark it is longs, above it shorts, in the cell that the price lies in", () => {
  expect(at(54_000)).toEqual({ accounts: 12, largestShare: 0.83 });
  expect([0.05, 0.95].map((part) => at(priceAt((Math.floor(rowOf(54_000) / CELL) + part) * CELL)))).toEqual([at(54_000), at(54_000)]);
  expect(at(66_000)).toEqual({ accounts: 1, largestShare: 1 });
});

test("nobody where nobody of that side was seen", () => {
  expect(at(55_000)).toBeUndefined();
  expect(holdersAt({ levels, rowsPerCell: CELL }, { price: 54_000, mark: 50_000 })).toBeUndefined();
});

test("a single account needs no share", () => {
  expect([at(54_000), at(66_000)].map((holders) => holders && holderWords(holders))).toEqual(["12, largest 83 %", "1"]);
});
