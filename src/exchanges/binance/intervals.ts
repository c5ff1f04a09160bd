import { AppError } from "#core/app-error.ts";
import { type Ms, DAY_MS, HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";

/** Binance's names of intervals. */
export const INTERVALS_MS: Readonly<Record<string, Ms>> = {
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

const CANDLE_INTERVALS = Object.keys(INTERVALS_MS);
/** Open interest and ratios are kept at fewer intervals than candles. */
const SAMPLE_PERIODS = CANDLE_INTERVALS.filter((name) => !["1m", "3m", "8h"].includes(name));

/** Name of a candle interval. Throws `bad-input` when Binance has none of that length. */
export const candleInterval = (intervalMs: Ms): string => nameOf(intervalMs, CANDLE_INTERVALS, "candles");
/** Name of a period of open interest or ratios. Throws `bad-input` when Binance has none of that length. */
export const samplePeriod = (intervalMs: Ms): string => nameOf(intervalMs, SAMPLE_PERIODS, "open interest or ratios");

function nameOf(intervalMs: Ms, names: readonly string[], kind: string): string {
  const name = names.find((candidate) => INTERVALS_MS[candidate] === intervalMs);
  if (name === undefined) throw new AppError("bad-input", `Binance has no ${kind} of ${intervalMs} ms; it has ${names.join(", ")}`);
  return name;
}
