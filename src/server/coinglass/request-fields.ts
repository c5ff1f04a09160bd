import { z } from "zod";
import { AppError } from "#core/app-error.ts";
import { type Ms, DAY_MS, HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import type { TimeRange } from "#storage/store.ts";

export const INTERVALS_MS = {
  "1m": MINUTE_MS,
  "3m": asMs(3 * MINUTE_MS),
  "5m": asMs(5 * MINUTE_MS),
  "15m": asMs(15 * MINUTE_MS),
  "30m": asMs(30 * MINUTE_MS),
  "1h": HOUR_MS,
  "2h": asMs(2 * HOUR_MS),
  "4h": asMs(4 * HOUR_MS),
  "6h": asMs(6 * HOUR_MS),
  "8h": asMs(8 * HOUR_MS),
  "12h": asMs(12 * HOUR_MS),
  "1d": DAY_MS,
  "1w": asMs(7 * DAY_MS),
} as const satisfies Record<string, Ms>;
const INTERVALS = Object.keys(INTERVALS_MS) as (keyof typeof INTERVALS_MS)[];

const epochMs = z.coerce.number("epoch ms").int("epoch ms").nonnegative("epoch ms");
const MOST_BARS = 1_000;

export const exchangeField = z.string("is required, e.g. Binance").describe("e.g. Binance");
export const pairField = z.string("is required, e.g. BTCUSDT").describe("The exchange's own symbol, e.g. BTCUSDT");
export const coinField = z.string("is required, e.g. BTC").describe("e.g. BTC");
export const timeFields = {
  start_time: epochMs.optional().describe("Epoch ms"),
  end_time: epochMs.optional().describe("Epoch ms"),
};
export const seriesFields = {
  interval: z.enum(INTERVALS, { error: `is one of ${INTERVALS.join(", ")}` }),
  limit: z.coerce.number("a whole number").int("a whole number").min(1, "at least 1").max(MOST_BARS, `at most ${MOST_BARS}`).default(MOST_BARS),
  ...timeFields,
};

interface SeriesAsked {
  readonly interval: keyof typeof INTERVALS_MS;
  readonly limit: number;
  readonly start_time?: number | undefined;
  readonly end_time?: number | undefined;
}

/** Bars of a series: [from, to) in whole intervals of `intervalMs`. */
export interface SeriesSpan extends TimeRange {
  readonly intervalMs: Ms;
}

/** The bars asked for: up to `end_time` (default now), from `start_time` on, the last `limit` of them. Throws `bad-input` when they end before they begin. */
export function spanOf({ interval, limit, start_time, end_time }: SeriesAsked, now: number): SeriesSpan {
  const intervalMs = INTERVALS_MS[interval];
  const to = (Math.floor((end_time ?? now) / intervalMs) + 1) * intervalMs;
  const from = Math.max(Math.ceil((start_time ?? 0) / intervalMs) * intervalMs, to - limit * intervalMs);
  if (start_time !== undefined && start_time > (end_time ?? now)) throw new AppError("bad-input", `start_time: ${start_time} is after end_time`);
  return { intervalMs, from: asMs(from), to: asMs(to) };
}

/** The envelope of every answer that is none of an error. */
export const answer = <Data>(data: Data): { code: "0"; msg: "success"; data: Data } => ({ code: "0", msg: "success", data });

/** Money as CoinGlass writes it into texts. */
export const text = (value: number, digits = 2): string => String(Number(value.toFixed(digits)));
