import { HEAT_LEVELS } from "#core/heat-levels.ts";
import type { Bar } from "#web/chart/bars.ts";

/** More columns in sight than this, and the next coarser level is shown; fewer than LEAST, and the next finer one. */
const MOST_COLUMNS = 2_000;
const LEAST_COLUMNS = 40;

/** The level to show when `columns` of `level` are in sight. The two limits lie further apart than two levels do, so it never swings. */
export function levelForSight(level: number, { columns, finestLevel }: { columns: number; finestLevel: number }): number {
  if (columns > MOST_COLUMNS) return Math.min(level + 1, HEAT_LEVELS.length - 1);
  if (columns < LEAST_COLUMNS) return Math.max(level - 1, Math.min(level, finestLevel));
  return level;
}

/** Least distance from the last price that is kept in sight over a day; grows with the square root of time, as prices do. */
const REACH_OF_A_DAY = 0.042;
const LEAST_REACH = 0.012;
const MOST_REACH = 0.5;
const DAY_MS = 86_400_000;

/** How far from the last price is kept in sight, a fraction of it, however little price has moved. */
export const leastReach = (spanMs: number): number => Math.min(MOST_REACH, Math.max(LEAST_REACH, REACH_OF_A_DAY * Math.sqrt(spanMs / DAY_MS)));

/** Prices to keep in sight: where candles went, and as far again to either side as a window of this length can see price go. */
export function priceReach(bars: readonly Bar[], spanMs: number): { low: number; high: number } | undefined {
  if (bars.length === 0) return undefined;
  const low = bars.reduce((least, bar) => Math.min(least, bar.low), Infinity);
  const high = bars.reduce((most, bar) => Math.max(most, bar.high), 0);
  const last = bars[bars.length - 1].close;
  const travelled = (high - low) / last;
  const reach = Math.min(MOST_REACH, Math.max(leastReach(spanMs), travelled * 0.6));
  return { low: Math.min(low, last * (1 - reach)), high: Math.max(high, last * (1 + reach)) };
}
