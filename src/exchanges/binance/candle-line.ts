import type { CandleEvent } from "#core/events.ts";
import { type Ms, asMs } from "#core/units.ts";
import { messageOf } from "#exchanges/connection/refusal.ts";
import type { StreamMonitor } from "#exchanges/connection/stream-monitor.ts";

/** The minute bars of one instrument: every closed bar exactly once and in order, forming bars between them. */
export interface CandleLine {
  accept(candle: CandleEvent, sentAt: number): void;
}

export interface CandleLineOptions {
  readonly monitor: StreamMonitor;
  readonly signal: AbortSignal;
  /** Closed bars with open times in [from, to]. */
  readonly fetchRange: (from: Ms, to: Ms) => Promise<readonly CandleEvent[]>;
  readonly emit: (candles: readonly CandleEvent[]) => void;
}

/** What is to go out, in order: a bar at hand, or a span of closed bars to be fetched first. */
type Step = { readonly kind: "bar"; readonly candle: CandleEvent } | { readonly kind: "missing"; readonly from: Ms; readonly to: Ms };

/** Hours of bars that may queue behind a repair. */
const MOST_QUEUED = 240;

/** A bar whose end was not seen (the line was down) is fetched before later bars go out. Before the first bar lies the backfill's ground. */
export function createCandleLine({ monitor, signal, fetchRange, emit }: CandleLineOptions): CandleLine {
  let lastSentAt = 0;
  let lastClosed: number | undefined;
  const queue: Step[] = [];
  let draining = false;

  return {
    accept(candle, sentAt) {
      if (sentAt <= lastSentAt) return;
      lastSentAt = sentAt;
      const { openTime, intervalMs, closed } = candle;
      const due = lastClosed === undefined ? openTime : lastClosed + intervalMs;
      if (openTime < due) return;
      if (openTime > due) noteGap(asMs(due), asMs(openTime - intervalMs));
      lastClosed = closed ? openTime : openTime - intervalMs;
      if (!draining) emit([candle]);
      else if (closed) enqueue({ kind: "bar", candle });
    },
  };

  function noteGap(from: Ms, to: Ms): void {
    monitor.gap(`candles from ${isoTime(from)} to ${isoTime(to)} missing, fetching them`);
    enqueue({ kind: "missing", from, to });
    if (!draining) void drain();
  }

  function enqueue(step: Step): void {
    if (queue.length < MOST_QUEUED) queue.push(step);
    else monitor.dropped("candle shed behind a repair");
  }

  async function drain(): Promise<void> {
    draining = true;
    for (let step = queue.shift(); step !== undefined && !signal.aborted; step = queue.shift()) {
      const candles = step.kind === "bar" ? [step.candle] : await fetched(step.from, step.to);
      if (candles.length > 0 && !signal.aborted) emit(candles);
    }
    draining = false;
  }

  async function fetched(from: Ms, to: Ms): Promise<readonly CandleEvent[]> {
    try {
      return (await fetchRange(from, to)).filter(({ openTime }) => openTime >= from && openTime <= to);
    } catch (error) {
      if (!signal.aborted) monitor.failed(`candles from ${isoTime(from)} to ${isoTime(to)} could not be fetched: ${messageOf(error)}`);
      return [];
    }
  }
}

const isoTime = (time: Ms): string => new Date(time).toISOString();
