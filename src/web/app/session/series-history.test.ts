import { expect, test } from "vitest";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { createSeriesHistory } from "./series-history.ts";

const LEVEL = 1;
const { columnMs } = HEAT_LEVELS[LEVEL];

/** Bars whose volume is their number, with open interest known from `openInterestFrom` on. */
const bars = (first: number, count: number, openInterestFrom = first) => {
  const numbers = Array.from({ length: count }, (_, index) => first + index);
  const zeros = numbers.map(() => 0);
  const openInterestUsd = numbers.map((bar) => (bar < openInterestFrom ? null : 100 * bar));
  return {
    from: first * columnMs,
    intervalMs: columnMs,
    price: numbers,
    ratio: zeros,
    volumeUsd: numbers,
    takerDeltaUsd: zeros,
    takerSides: { of: ["Binance BTCUSDT"], without: [] },
    openInterestUsd,
    openInterestParts: [{ of: "Binance BTCUSDT", exchange: "Binance", values: openInterestUsd }],
    fundingRate: zeros,
    longUsd: zeros,
    shortUsd: zeros,
  };
};

test("older and newer pieces come together in time order, and the later answer holds", async () => {
  const answers = [bars(10, 3), bars(7, 3), { ...bars(12, 2), volumeUsd: [99, 13] }];
  const asked: number[] = [];
  const history = createSeriesHistory({
    market: "m:M",
    level: LEVEL,
    fetchSeries: async ({ fromMs, intervalMs }) => {
      asked.push(fromMs);
      expect(intervalMs).toBe(columnMs);
      return answers[asked.length - 1];
    },
  });
  const { signal } = new AbortController();
  for (const first of [10, 7, 12]) await history.load({ fromMs: first * columnMs, toMs: (first + 2) * columnMs }, signal);
  expect(asked).toEqual([10, 7, 12].map((first) => first * columnMs));
  expect(history.bars.map(({ openTime }) => openTime / columnMs)).toEqual([7, 8, 9, 10, 11, 12, 13]);
  expect(history.bars.map(({ volumeUsd }) => volumeUsd)).toEqual([7, 8, 9, 10, 11, 99, 13]);
});

test("open interest that stood while nobody knew of a hole is gone with the answer that does", async () => {
  const answers = [bars(1, 3), bars(3, 3, 5)];
  const history = createSeriesHistory({ market: "m:M", level: LEVEL, fetchSeries: async () => answers.shift() ?? bars(0, 0) });
  const { signal } = new AbortController();
  await history.load({ fromMs: 0, toMs: 0 }, signal);
  await history.load({ fromMs: 0, toMs: 0 }, signal);
  expect(history.bars.map(({ openInterestUsd }) => openInterestUsd)).toEqual([100, 200, null, null, 500]);
  expect(history.bars.map(({ openInterestOf }) => openInterestOf?.[0].usd)).toEqual([100, 200, null, null, 500]);
});

test("two pieces that are asked for at once both stay", async () => {
  const answers = [bars(7, 3), bars(10, 3)];
  const history = createSeriesHistory({ market: "m:M", level: LEVEL, fetchSeries: async () => answers.shift() ?? bars(0, 0) });
  const { signal } = new AbortController();
  await Promise.all([history.load({ fromMs: 0, toMs: 0 }, signal), history.load({ fromMs: 0, toMs: 0 }, signal)]);
  expect(history.bars).toHaveLength(6);
});
