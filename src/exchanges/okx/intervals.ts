import { type Ms, DAY_MS, HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { type IntervalNames, intervalName } from "#exchanges/reading/interval-name.ts";

/** OKX's names of intervals. From six hours on there are two of each: those without `utc` begin at midnight in Hong Kong. */
const INTERVALS_MS: IntervalNames = {
  "1m": MINUTE_MS,
  "3m": asMs(3 * MINUTE_MS),
  "5m": asMs(5 * MINUTE_MS),
  "15m": asMs(15 * MINUTE_MS),
  "30m": asMs(30 * MINUTE_MS),
  "1H": HOUR_MS,
  "2H": asMs(2 * HOUR_MS),
  "4H": asMs(4 * HOUR_MS),
  "6Hutc": asMs(6 * HOUR_MS),
  "12Hutc": asMs(12 * HOUR_MS),
  "1Dutc": DAY_MS,
};

/** Open interest and ratios are kept at fewer intervals than candles. */
const STATISTIC_PERIODS_MS: IntervalNames = Object.fromEntries(Object.entries(INTERVALS_MS).filter(([name]) => !["1m", "3m"].includes(name)));

/** Name of a candle interval. Throws `bad-input` when OKX has none of that length. */
export const candleInterval = (intervalMs: Ms): string => intervalName(INTERVALS_MS, intervalMs, { exchange: "OKX", kind: "candles" });
/** Name of a period of open interest or ratios. Throws `bad-input` when OKX has none of that length. */
export const statisticPeriod = (intervalMs: Ms): string => intervalName(STATISTIC_PERIODS_MS, intervalMs, { exchange: "OKX", kind: "statistics" });
