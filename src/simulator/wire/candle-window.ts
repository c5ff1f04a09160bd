import { DAY_MS, HOUR_MS, MINUTE_MS } from "#core/units.ts";
import { type MinuteColumns, minuteOf, oldestMinute, placeOf } from "#simulator/market/minute-columns.ts";

export const INTERVAL_MS: Readonly<Record<string, number>> = {
  "1m": MINUTE_MS,
  "3m": 3 * MINUTE_MS,
  "5m": 5 * MINUTE_MS,
  "15m": 15 * MINUTE_MS,
  "30m": 30 * MINUTE_MS,
  "1h": HOUR_MS,
  "2h": 2 * HOUR_MS,
  "4h": 4 * HOUR_MS,
  "6h": 6 * HOUR_MS,
  "8h": 8 * HOUR_MS,
  "12h": 12 * HOUR_MS,
  "1d": DAY_MS,
};

/** One bar of any interval, summed from minutes. Sizes in lots. */
export interface Bar {
  readonly openTime: number;
  readonly intervalMs: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volumeLots: number;
  takerBuyLots: number;
  quoteUsd: number;
  takerBuyQuoteUsd: number;
  trades: number;
}

/**
 * Start times of the bars that a request asks for, oldest first: with `startTime` the first `limit` from there on, without the last
 * `limit`; the bar that is forming at `now` is one of them.
 */
export function barTimes(
  minutes: MinuteColumns,
  request: { intervalMs: number; startTime: number | undefined; endTime: number | undefined; limit: number; now: number },
): number[] {
  const { intervalMs, startTime, endTime, limit, now } = request;
  const oldest = Math.ceil((oldestMinute(minutes) * MINUTE_MS) / intervalMs) * intervalMs;
  const newest = Math.floor(Math.min(now, endTime ?? Infinity) / intervalMs) * intervalMs;
  const first =
    startTime === undefined ? Math.max(oldest, newest - (limit - 1) * intervalMs) : Math.max(oldest, Math.ceil(startTime / intervalMs) * intervalMs);
  const count = Math.max(0, Math.min(limit, Math.floor((newest - first) / intervalMs) + 1));
  return Array.from({ length: count }, (_, i) => first + i * intervalMs);
}

/** The bar of traded prices that starts at `openTime`, flat at the last price while nothing was traded in it; undefined when none of it is recorded. */
export function tradedBar(minutes: MinuteColumns, openTime: number, intervalMs: number): Bar | undefined {
  const { column } = minutes;
  let bar: Bar | undefined;
  for (let minute = minuteOf(openTime); minute < Math.min(minutes.endMinute, minuteOf(openTime + intervalMs)); minute++) {
    const at = placeOf(minutes, minute);
    if (bar === undefined || bar.trades === 0)
      bar = { ...EMPTY, openTime, intervalMs, open: column.open[at], high: column.high[at], low: column.low[at], close: column.close[at] };
    if (column.trades[at] === 0) continue;
    bar.high = Math.max(bar.high, column.high[at]);
    bar.low = Math.min(bar.low, column.low[at]);
    bar.close = column.close[at];
    bar.volumeLots += column.volumeLots[at];
    bar.takerBuyLots += column.takerBuyLots[at];
    bar.quoteUsd += column.quoteUsd[at];
    bar.takerBuyQuoteUsd += column.takerBuyQuoteUsd[at];
    bar.trades += column.trades[at];
  }
  return bar;
}

/** The bar of mark prices that starts at `openTime`. Volumes are zero. */
export function markBar(minutes: MinuteColumns, openTime: number, intervalMs: number): Bar | undefined {
  const { column } = minutes;
  let bar: Bar | undefined;
  for (let minute = minuteOf(openTime); minute < Math.min(minutes.endMinute, minuteOf(openTime + intervalMs)); minute++) {
    const at = placeOf(minutes, minute);
    if (column.markOpen[at] === 0) continue;
    bar ??= { ...EMPTY, openTime, intervalMs, open: column.markOpen[at], high: column.markHigh[at], low: column.markLow[at] };
    bar.high = Math.max(bar.high, column.markHigh[at]);
    bar.low = Math.min(bar.low, column.markLow[at]);
    bar.close = column.markClose[at];
    bar.trades += MARKS_PER_MINUTE;
  }
  return bar;
}

const MARKS_PER_MINUTE = 60;
const EMPTY = { open: 0, high: 0, low: 0, close: 0, volumeLots: 0, takerBuyLots: 0, quoteUsd: 0, takerBuyQuoteUsd: 0, trades: 0 };
