import { DAY_MS, HOUR_MS, MINUTE_MS, type Ms, asMs } from "#core/units.ts";
import { type IntervalNames, intervalName } from "#exchanges/reading/interval-name.ts";

/** Bybit's names of candle intervals: minutes, or a letter. */
export const CANDLE_INTERVALS_MS: IntervalNames = {
  "1": MINUTE_MS,
  "3": asMs(3 * MINUTE_MS),
  "5": asMs(5 * MINUTE_MS),
  "15": asMs(15 * MINUTE_MS),
  "30": asMs(30 * MINUTE_MS),
  "60": HOUR_MS,
  "120": asMs(2 * HOUR_MS),
  "240": asMs(4 * HOUR_MS),
  "360": asMs(6 * HOUR_MS),
  "720": asMs(12 * HOUR_MS),
  D: DAY_MS,
};

/** Its names of the periods of open interest and ratios. */
const PERIODS_MS: IntervalNames = {
  "5min": asMs(5 * MINUTE_MS),
  "15min": asMs(15 * MINUTE_MS),
  "30min": asMs(30 * MINUTE_MS),
  "1h": HOUR_MS,
  "4h": asMs(4 * HOUR_MS),
  "1d": DAY_MS,
};

/** Name of a candle interval. Throws `bad-input` when Bybit has none of that length. */
export const candleInterval = (intervalMs: Ms): string => intervalName(CANDLE_INTERVALS_MS, intervalMs, { exchange: "Bybit", kind: "candles" });
/** Name of a period of open interest or ratios. Throws `bad-input` when Bybit has none of that length. */
export const periodOf = (intervalMs: Ms): string => intervalName(PERIODS_MS, intervalMs, { exchange: "Bybit", kind: "open interest or ratios" });
