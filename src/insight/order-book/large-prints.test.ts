import { expect, test } from "vitest";
import { createLargePrints } from "./large-prints.ts";

const print = (time: number, usd: number, takerSide: "buy" | "sell" = "buy") => ({ time, price: 100, usd, takerSide });

test("what one order sweeps is one print, where it ended", () => {
  const prints = createLargePrints();
  for (let i = 0; i < 200; i++) prints.add(print(i, 10));
  prints.add(print(500, 400));
  prints.add({ ...print(500, 500), price: 101 });
  prints.add(print(500, 30, "sell"));
  prints.add(print(600, 10));
  expect(prints.largest(1_000)).toEqual([{ time: 500, price: 101, usd: 900, takerSide: "buy" }]);
});

test("among equals none is large, and of the past nothing is kept", () => {
  const prints = createLargePrints();
  for (let i = 0; i < 200; i++) prints.add(print(i, 10));
  expect(prints.largest(1_000)).toEqual([]);
  prints.add(print(1_000, 5_000));
  prints.add(print(2_000, 10));
  expect(prints.largest(3_000)).toHaveLength(1);
  expect(prints.largest(700_000)).toEqual([]);
});

test("a long busy day holds no more than a screen of them", () => {
  const prints = createLargePrints();
  for (let i = 0; i < 40_000; i++) prints.add(print(i * 50, i % 100 === 0 ? 9_000 + i : 10));
  const shown = prints.largest(40_000 * 50);
  expect(shown).toHaveLength(30);
  expect(shown.map(({ time }) => time)).toEqual(shown.map(({ time }) => time).toSorted((a, b) => b - a));
});
