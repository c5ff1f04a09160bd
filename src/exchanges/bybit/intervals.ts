import { AppError } from "#core/app-error.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, type Ms, asMs } from "#core/units.ts";

/** Bybit's names of candle intervals: minutes, or a letter. */
export const CANDLE_INTERVALS_MS: Readonly<Record<string, Ms>> = {
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
const PERIODS_MS: Readonly<Record<string, Ms>> = {
  "5min": asMs(5 * MINUTE_MS),
  "15min": asMs(15 * MINUTE_MS),
  "30min": asMs(30 * MINUTE_MS),
  "1h": HOUR_MS,
  "4h": asMs(4 * HOUR_MS),
  "1d": DAY_MS,
};

/** Name of a candle interval. Throws `bad-input` when Bybit has none of that length. */
export const candleInterval = (intervalMs: Ms): string => nameOf(intervalMs, CANDLE_INTERVALS_MS, "candles");
/** Name of a period of open interest or ratios. Throws `bad-input` when Bybit has none of that length. */
export const periodOf = (intervalMs: Ms): string => nameOf(intervalMs, PERIODS_MS, "open interest or ratios");

function nameOf(intervalMs: Ms, names: Readonly<Record<string, Ms>>, kind: string): string {
  const name = Object.keys(names).find((candidate) => names[candidate] === intervalMs);
  if (name === undefined) throw new AppError("bad-input", `Bybit has no ${kind} of ${intervalMs} ms; it has ${Object.keys(names).join(", ")}`);
  return name;
}
