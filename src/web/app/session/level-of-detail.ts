import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { MOST_REACH, leastReach } from "#core/tiles-ahead.ts";
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
