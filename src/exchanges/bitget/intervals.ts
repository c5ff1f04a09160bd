import { DAY_MS, HOUR_MS, MINUTE_MS, type Ms, asMs } from "#core/units.ts";
import { type IntervalNames, intervalName } from "#exchanges/reading/interval-name.ts";

/** Bitget's names of candle intervals. Without `utc` those above four hours begin at 16:00 UTC. */
export const CANDLE_INTERVALS_MS: IntervalNames = {
  "1m": MINUTE_MS,
  "3m": asMs(3 * MINUTE_MS),
  "5m": asMs(5 * MINUTE_MS),
  "15m": asMs(15 * MINUTE_MS),
  "30m": asMs(30 * MINUTE_MS),
  "1H": HOUR_MS,
  "4H": asMs(4 * HOUR_MS),
  "6Hutc": asMs(6 * HOUR_MS),
  "12Hutc": asMs(12 * HOUR_MS),
  "1Dutc": DAY_MS,
};

const RATIO_PERIODS_MS: IntervalNames = {
  "5m": asMs(5 * MINUTE_MS),
  "15m": asMs(15 * MINUTE_MS),
  "30m": asMs(30 * MINUTE_MS),
  "1h": HOUR_MS,
  "2h": asMs(2 * HOUR_MS),
  "4h": asMs(4 * HOUR_MS),
  "6h": asMs(6 * HOUR_MS),
  "12h": asMs(12 * HOUR_MS),
  "1d": DAY_MS,
};

/** Name of a candle interval. Throws `bad-input` when Bitget has none of that length. */
export const candleInterval = (intervalMs: Ms): string => intervalName(CANDLE_INTERVALS_MS, intervalMs, { exchange: "Bitget", kind: "candles" });
/** Name of a period of ratios. Throws `bad-input` when Bitget has none of that length. */
export const ratioPeriod = (intervalMs: Ms): string => intervalName(RATIO_PERIODS_MS, intervalMs, { exchange: "Bitget", kind: "ratios" });
