import { expect, test } from "vitest";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { createMarkBars } from "./mark-bars.ts";

const T = Date.UTC(2026, 0, 5);
const tick = (seconds: number, mark: number) => ({ kind: "mark", instrument: "binance:BTCUSDT", time: asMs(T + seconds * 1_000), mark }) as const;

test("a bar whose ticks reach from edge to edge closes", () => {
  const bars = createMarkBars(MINUTE_MS);
  for (let second = 0; second < 60; second++) bars.add(tick(second, 100 + (second % 7)));
  bars.add(tick(60, 200));
  expect(bars.close(T)).toMatchObject({ price: "mark", open: 100, high: 106, low: 100, close: 103, closed: true, intervalMs: MINUTE_MS });
  expect(bars.close(T)).toBeUndefined();
  expect(bars.forming(T + MINUTE_MS)).toMatchObject({ open: 200, closed: false });
});

test("a bar of which the feed missed the beginning or the end is not closed", () => {
  for (const [from, to] of [
    [10, 60],
    [0, 50],
  ]) {
    const bars = createMarkBars(MINUTE_MS);
    for (let second = from; second < to; second++) bars.add(tick(second, 100));
    expect(bars.forming(T)).toBeDefined();
    expect(bars.close(T)).toBeUndefined();
  }
});

test.each([
  { silence: "that it stays through", seconds: 10, mark: 100.04, closes: true },
  { silence: "in which it has moved", seconds: 5, mark: 100.06, closes: false },
  { silence: "that is too long", seconds: 16, mark: 100, closes: false },
])("a bar with a silence of the mark inside, $silence: $closes", ({ seconds, mark, closes }) => {
  const bars = createMarkBars(MINUTE_MS);
  for (let second = 0; second < 60; second++) if (second < 20 || second >= 19 + seconds) bars.add(tick(second, second < 20 ? 100 : mark));
  expect(bars.close(T) !== undefined).toBe(closes);
});
