import { type Ms, DAY_MS, HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { type IntervalNames, intervalName } from "#exchanges/reading/interval-name.ts";

/** Hyperliquid's names of intervals, as far as they have one length. */
export const INTERVALS_MS: IntervalNames = {
  "1m": MINUTE_MS,
  "3m": asMs(3 * MINUTE_MS),
  "5m": asMs(5 * MINUTE_MS),
  "15m": asMs(15 * MINUTE_MS),
  "30m": asMs(30 * MINUTE_MS),
  "1h": HOUR_MS,
  "2h": asMs(2 * HOUR_MS),
  "4h": asMs(4 * HOUR_MS),
  "8h": asMs(8 * HOUR_MS),
  "12h": asMs(12 * HOUR_MS),
  "1d": DAY_MS,
};

/** Name of a candle interval. Throws `bad-input` when Hyperliquid has none of that length. */
export const candleInterval = (intervalMs: Ms): string => intervalName(INTERVALS_MS, intervalMs, { exchange: "Hyperliquid", kind: "candles" });
