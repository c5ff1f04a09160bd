import type { CandleEvent } from "#core/events.ts";
import type { Ms } from "#core/units.ts";
import type { Clock } from "#exchanges/connection/clock.ts";
import { messageOf } from "#exchanges/connection/refusal.ts";
import type { StreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import type { CandleSource } from "./feed-plan.ts";

/** Closed bars with open times in [from, to] that were missed. */
export interface MissedBars {
  readonly from: Ms;
  readonly to: Ms;
  /** The last state that was told, perhaps of one of them. */
  readonly seen: CandleEvent | undefined;
}

export interface BarFetching {
  readonly monitor: StreamMonitor;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly source: CandleSource | undefined;
}

/** Pauses after refusals. Later bars wait meanwhile, so it is not tried for long: what is still missing then is fetched as a hole of the history. */
const RETRY_AFTER_MS = [2_000, 8_000, 20_000];
/** Of a volume in two notations. */
const ROUNDING = 1e-6;

/** An answer without any of them, or with less than was told already, is asked for again: exchanges serve history out of older copies. Never rejects. */
export async function fetchBars(missed: MissedBars, { monitor, clock, signal, source }: BarFetching): Promise<readonly CandleEvent[]> {
  const { from, to, seen } = missed;
  if (source === undefined) return [];
  let found: readonly CandleEvent[] = [];
  for (const pauseMs of [...RETRY_AFTER_MS, undefined]) {
    try {
      const bars = (await source.fetchRange(from, to)).filter(({ openTime }) => openTime >= from && openTime <= to);
      found = bars.filter((bar) => !isBehind(bar, seen));
      if (found.length > 0 && found.length === bars.length && holds(missed, bars)) return found;
      monitor.failed(`candles ${words(missed)} are not in the exchange's history yet`);
    } catch (error) {
      if (signal.aborted) break;
      monitor.failed(`candles ${words(missed)} could not be fetched: ${messageOf(error)}`);
    }
    if (pauseMs !== undefined) await clock.sleep(pauseMs, signal).catch(() => undefined);
  }
  return found;
}

const isBehind = (bar: CandleEvent, seen: CandleEvent | undefined): boolean =>
  bar.openTime === seen?.openTime && (bar.volume ?? 0) < (seen.volume ?? 0) * (1 - ROUNDING);
const holds = ({ from, to, seen }: MissedBars, bars: readonly CandleEvent[]): boolean =>
  seen === undefined || seen.openTime < from || seen.openTime > to || bars.some(({ openTime }) => openTime === seen.openTime);
const words = ({ from, to }: MissedBars): string => `from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
