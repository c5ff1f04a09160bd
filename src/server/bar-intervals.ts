import { type Ms, DAY_MS, HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";

/** Lengths of bar that the native surface gives, by name. */
export const INTERVALS_MS = {
  "1m": MINUTE_MS,
  "5m": asMs(5 * MINUTE_MS),
  "15m": asMs(15 * MINUTE_MS),
  "30m": asMs(30 * MINUTE_MS),
  "1h": HOUR_MS,
  "2h": asMs(2 * HOUR_MS),
  "4h": asMs(4 * HOUR_MS),
  "12h": asMs(12 * HOUR_MS),
  "1d": DAY_MS,
} as const satisfies Record<string, Ms>;
export const INTERVALS = Object.keys(INTERVALS_MS) as (keyof typeof INTERVALS_MS)[];
