import { expect, test } from "vitest";
import { priceAt, rowOf } from "#core/price-rows.ts";
import { depthToReach } from "./depth-to-reach.ts";

const ROWS_PER_CELL = 5;
const CELL = Math.floor(rowOf(50_000) / ROWS_PER_CELL);
const priceOf = (cell: number) => priceAt((CELL + cell + 0.5) * ROWS_PER_CELL);
const sides = { bids: { firstCell: CELL - 3, usd: [8, 4, 2, 1] }, asks: { firstCell: CELL, usd: [10, 20, 40] } };
const observed = { low: priceOf(-3), high: priceOf(2) };
const reach = (cell: number) => depthToReach(sides, { from: priceOf(0), to: priceOf(cell), rowsPerCell: ROWS_PER_CELL, observed });

test("a fall trades with bids, a rise with asks, both ends included", () => {
  expect([reach(-1).usd, reach(-3).usd, reach(1).usd, reach(2).usd]).toEqual([3, 15, 30, 70]);
});

test("beyond what is seen there is more than is known", () => {
  expect([reach(-3), reach(-9), reach(9)]).toEqual([
    { usd: 15, seen: "whole" },
    { usd: 15, seen: "in part" },
    { usd: 70, seen: "in part" },
  ]);
});
