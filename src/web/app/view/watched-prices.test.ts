import { expect, test } from "vitest";
import { rowOf } from "#core/price-rows.ts";
import { MOST_PRICES, onTick, pressedPrice, watchedPrices } from "./watched-prices.ts";

const around = (price: number) => ({ price, low: price - 5, high: price + 5 });

test("a press puts a line at a price, a press on it takes it away", () => {
  const two = pressedPrice(pressedPrice([], around(100)), around(200));
  expect(two).toEqual([200, 100]);
  expect(pressedPrice(two, around(103))).toEqual([200]);
  expect(pressedPrice(two, around(107))).toEqual([200, 107, 100]);
});

test("there are never more than can be read", () => {
  const many = Array.from({ length: MOST_PRICES }, (_, at) => 1_000 - at * 10);
  expect(pressedPrice(many, around(5_000))).toHaveLength(MOST_PRICES);
});

test("a line lies on a tick, as exchanges write it", () =>
  expect([onTick(84_013.777, 0.1), onTick(0.123456, 0.0001), onTick(3_042.68, 0.01)]).toEqual([84_013.8, 0.1235, 3_042.68]));

test("without a book a line has no words", () => expect(watchedPrices([100], undefined, "full")).toEqual([{ price: 100, words: "" }]));

test("a line says how far it is and what a move there fires: longs below the mark, shorts above", () => {
  const firstCell = Math.floor(rowOf(99)) - 1;
  const cells = Math.ceil(rowOf(101)) - firstCell + 2;
  const held = new Float64Array(cells).fill(10_000);
  const profile = { mark: 100, rowsPerCell: 1, firstCell, markCell: 0, longUsd: held, shortUsd: held, cumulativeLongUsd: held, cumulativeShortUsd: held };
  const [above, below] = watchedPrices([101, 99], profile, "full").map(({ words }) => words);
  expect(above).toMatch(/^\+1\.00 % · \$[\d.]+k shorts to here$/);
  expect(below).toMatch(/^−1\.00 % · \$[\d.]+k longs to here$/);
  expect(watchedPrices([99], profile, "short")[0].words).toMatch(/^−1\.00 % · \$[\d.]+k$/);
});
