import { AppError } from "#core/app-error.ts";
import { type Ms, DAY_MS, HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";

/** Hyperliquid's names of intervals, as far as they have one length. */
export const INTERVALS_MS: Readonly<Record<string, Ms>> = {
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
export function candleInterval(intervalMs: Ms): string {
  const names = Object.keys(INTERVALS_MS);
  const name = names.find((candidate) => INTERVALS_MS[candidate] === intervalMs);
  if (name === undefined) throw new AppError("bad-input", `Hyperliquid has no candles of ${intervalMs} ms; it has ${names.join(", ")}`);
  return name;
}
