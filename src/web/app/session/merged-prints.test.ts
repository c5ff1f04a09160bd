import { expect, test } from "vitest";
import type { PrintMessage } from "#wire/liquidations.ts";
import { mergedPrints } from "./merged-prints.ts";

const print = (time: number, usd: number): PrintMessage => ({ time, market: "binance:BTCUSDT", positionSide: "long", price: 60_000, usd });

test("what history and stream both hold is there once, newest first", () => {
  const stored = [print(30, 1), print(20, 2), print(20, 3)];
  const streamed = [print(40, 4), print(30, 1), print(25, 5)];
  expect(mergedPrints(stored, streamed).map(({ time, usd }) => [time, usd])).toEqual([
    [40, 4],
    [30, 1],
    [25, 5],
    [20, 2],
    [20, 3],
  ]);
});

test("of equal orders as many are there as the exchange printed, whether history has them all or not", () => {
  const three = [print(30, 1), print(30, 1), print(30, 1)];
  for (const stored of [0, 1, 3]) expect(mergedPrints(three.slice(0, stored), three)).toHaveLength(3);
  expect(mergedPrints(three, three.slice(0, 1))).toHaveLength(3);
});
