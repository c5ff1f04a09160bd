import type { CandleEvent, TradeEvent } from "#core/events.ts";
import { MINUTE_MS } from "#core/units.ts";

/** What trades summed up to, per minute, to be held against the volume of the minute's bar. */
export interface VolumeCheck {
  add(trades: readonly TradeEvent[]): void;
  /** Whether the bar's trades were listened to from its beginning. */
  counts(bar: CandleEvent): boolean;
  /** The same of the minute of an instant. */
  countsAt(time: number): boolean;
  /** Volume of a bar, closed or as far as it has come, beyond that of its trades, in their unit; 0 when all came, and of what is not known. */
  missingIn(bar: CandleEvent): number;
  /** The bar is known to hold just the trades that came. */
  isEven(bar: CandleEvent): boolean;
}

const MINUTES_KEPT = 5;
/** Sums of a minute's sizes differ in the last bits; the smallest trade of a busy minute is more. */
const LEAST_SHARE = 1e-9;

export function createVolumeCheck(): VolumeCheck {
  const sums = new Map<number, number>();
  let firstTime = Infinity;

  const counts = ({ openTime, intervalMs, price }: CandleEvent): boolean =>
    price === "last" && intervalMs === MINUTE_MS && openTime > firstTime && openTime >= Math.min(...sums.keys());
  const beyond = ({ openTime, volume = 0 }: CandleEvent): number => {
    const missed = volume - (sums.get(openTime) ?? 0);
    return Math.abs(missed) > volume * LEAST_SHARE ? missed : 0;
  };

  return {
    counts,
    countsAt: (time) => time - (time % MINUTE_MS) > firstTime,
    add(trades) {
      for (const { time, size } of trades) {
        const minute = time - (time % MINUTE_MS);
        sums.set(minute, (sums.get(minute) ?? 0) + size);
        firstTime = Math.min(firstTime, time);
      }
      while (sums.size > MINUTES_KEPT) sums.delete(Math.min(...sums.keys()));
    },
    missingIn: (bar) => (counts(bar) ? Math.max(0, beyond(bar)) : 0),
    isEven: (bar) => bar.volume !== undefined && counts(bar) && beyond(bar) === 0,
  };
}
