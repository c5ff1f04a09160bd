import { expect, test } from "vitest";
import type { CandleEvent } from "#core/events.ts";
import { asMs } from "#core/units.ts";
import { candleRow } from "./candles.ts";

const bar: CandleEvent = {
  kind: "candle",
  instrument: "binance:BTCUSDT",
  price: "last",
  openTime: asMs(60_000),
  intervalMs: asMs(60_000),
  open: 1.1,
  high: 2.2,
  low: 0.3,
  close: 1,
  closed: true,
};

test("a volume is told without what adding up leaves behind, and none is not nought", () => {
  const told = [0.1 + 0.2, 498.3539999999999, 12_345_678.912, 1e-9, 0].map((volume) => candleRow({ ...bar, volume })[5]);
  expect(told).toEqual([0.3, 498.354, 12_345_678.912, 1e-9, 0]);
  expect(candleRow(bar)[5]).toBeNull();
});
