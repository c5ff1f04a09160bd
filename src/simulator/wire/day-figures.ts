import { DAY_MS, HOUR_MS, MINUTE_MS } from "#core/units.ts";
import { type MinuteColumns, minuteOf, oldestMinute, placeOf } from "#simulator/market/minute-columns.ts";
import { tradedBar } from "./candle-window.ts";
import type { Listing } from "./listing.ts";

/** What tickers say of the last 24 hours. */
export interface DayFigures {
  readonly high: number;
  readonly low: number;
  readonly volumeLots: number;
  readonly volumeUsd: number;
  /** Last price of a day and of an hour ago, or of the oldest minute on record. */
  readonly dayAgo: number;
  readonly hourAgo: number;
}

const known = new WeakMap<Listing, { minute: number; figures: DayFigures }>();

/** Worked out once a minute: of the 24 hours until the running minute began. */
export function dayFigures(listing: Listing): DayFigures {
  const { minutes, now, last } = listing.recorder;
  const minute = minuteOf(now);
  const before = known.get(listing);
  if (before?.minute === minute) return before.figures;
  const bar = tradedBar(minutes, Math.max(oldestMinute(minutes) * MINUTE_MS, minute * MINUTE_MS - DAY_MS), DAY_MS);
  const figures = {
    high: bar?.high ?? last,
    low: bar?.low ?? last,
    volumeLots: bar?.volumeLots ?? 0,
    volumeUsd: bar?.quoteUsd ?? 0,
    dayAgo: closeAt(minutes, now - DAY_MS) ?? last,
    hourAgo: closeAt(minutes, now - HOUR_MS) ?? last,
  };
  known.set(listing, { minute, figures });
  return figures;
}

function closeAt(minutes: MinuteColumns, time: number): number | undefined {
  const minute = Math.max(oldestMinute(minutes), minuteOf(time));
  return minute < minutes.endMinute ? minutes.column.close[placeOf(minutes, minute)] : undefined;
}
