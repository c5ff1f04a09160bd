import { expect, test } from "vitest";
import type { CandleEvent, TradeEvent } from "#core/events.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { createVolumeCheck } from "./volume-check.ts";

const OPENS = Date.UTC(2026, 5, 1);
const trade = (size: number, time = OPENS + 1_000): TradeEvent => ({
  kind: "trade",
  instrument: "plain:BTC",
  time: asMs(time),
  price: 60_000,
  size,
  takerSide: "buy",
});
const bar = (volume: number): CandleEvent => ({
  kind: "candle",
  instrument: "plain:BTC",
  price: "last",
  openTime: asMs(OPENS),
  intervalMs: MINUTE_MS,
  open: 60_000,
  high: 60_000,
  low: 60_000,
  close: 60_000,
  volume,
  closed: true,
});

/** As volumes of two decimals go. */
const COARSE = Array.from({ length: 20 }, (_, i) => (i + 1) / 100);

/** A minute that was listened to from its beginning: its trades, and states of bars that were printed before its end. */
function minuteOf(sizes: readonly number[], printed: readonly number[] = []) {
  const check = createVolumeCheck();
  check.add([trade(1, OPENS - 1_000), ...sizes.map((size) => trade(size))]);
  for (const volume of printed) check.saw(bar(volume));
  return check;
}

test.each([
  // Hyperliquid: sizes and volumes with five decimals. The sum of the floating sizes is 0.32000000000000006.
  { sizes: [0.1, 0.2, 0.01, 0.00999, 0.00001], printed: [0.01001], volume: 0.32 },
  // Bitget: four.
  { sizes: [0.0001, 12.5, 3.3333], printed: [0.0003, 12.5001], volume: 15.8334 },
  // Dollars, and coins by the thousand: none.
  { sizes: [250, 15_000], printed: [250], volume: 15_250 },
  // Volumes rounded to the second decimal, and cut off there.
  { sizes: [0.0149, 0.1234], printed: COARSE, volume: 0.14 },
  { sizes: [0.0149, 0.1234], printed: COARSE, volume: 0.13 },
])("$sizes sum up to $volume, as finely as it is printed", ({ sizes, printed, volume }) => {
  const check = minuteOf(sizes, printed);
  check.saw(bar(volume));
  expect(check.isEven(bar(volume))).toBe(true);
  expect(check.missingIn(bar(volume))).toBe(0);
});

test.each([
  { what: "the smallest trade", sizes: [0.1, 0.2], printed: [0.10001], volume: 0.30001, missing: 0.00001 },
  { what: "a whole contract", sizes: [250], printed: [250], volume: 251, missing: 1 },
  { what: "more than the last decimal of a coarse volume", sizes: [0.0149], printed: COARSE, volume: 0.03, missing: 0.0151 },
  { what: "the rest of a volume that is round by chance", sizes: [0.0149], printed: [0.01], volume: 0.02, missing: 0.0051 },
  { what: "a volume that ends in zeros, where others had more decimals", sizes: [0.1], printed: [0.00001], volume: 0.4, missing: 0.3 },
])("$what is missed", ({ sizes, printed, volume, missing }) => {
  const check = minuteOf(sizes, printed);
  check.saw(bar(volume));
  expect(check.isEven(bar(volume))).toBe(false);
  expect(check.missingIn(bar(volume))).toBeCloseTo(missing, 9);
});
