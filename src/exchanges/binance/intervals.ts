import { type Ms, DAY_MS, HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { type IntervalNames, intervalName } from "#exchanges/reading/interval-name.ts";

/** Binance's names of intervals. */
export const INTERVALS_MS: IntervalNames = {
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
};

/** Open interest and ratios are kept at fewer intervals than candles. */
const SAMPLE_PERIODS_MS: IntervalNames = Object.fromEntries(Object.entries(INTERVALS_MS).filter(([name]) => !["1m", "3m", "8h"].includes(name)));

/** Name of a candle interval. Throws `bad-input` when Binance has none of that length. */
export const candleInterval = (intervalMs: Ms): string => intervalName(INTERVALS_MS, intervalMs, { exchange: "Binance", kind: "candles" });
/** Name of a period of open interest or ratios. Throws `bad-input` when Binance has none of that length. */
export const samplePeriod = (intervalMs: Ms): string => intervalName(SAMPLE_PERIODS_MS, intervalMs, { exchange: "Binance", kind: "open interest or ratios" });
