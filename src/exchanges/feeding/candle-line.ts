import type { CandleEvent } from "#core/events.ts";
import { type Ms, asMs } from "#core/units.ts";
import type { Clock } from "#exchanges/connection/clock.ts";
import { messageOf } from "#exchanges/connection/refusal.ts";
import type { StreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import { createBarEnd } from "./bar-end.ts";
import type { CandleSource } from "./feed-plan.ts";

/** The minute bars of one instrument: every closed bar exactly once and in order, forming bars between them. */
export interface CandleLine {
  /** `sentAt`: orders the states of a bar; undefined: the order of arrival does. */
  accept(candle: CandleEvent, sentAt: number | undefined): void;
  /** A trade of this time came: a bar says so soon after. */
  traded(time: number): void;
  /** The line broke: the last state of the forming bar may not be its end. */
  broke(): void;
}

export interface CandleLineOptions {
  readonly monitor: StreamMonitor;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Undefined: what is missing stays missing. */
  readonly source: CandleSource | undefined;
  readonly emit: (candles: readonly CandleEvent[]) => void;
}

/** What is to go out, in order: a bar at hand, or a span of closed bars to be fetched first. */
type Step = { readonly kind: "bar"; readonly candle: CandleEvent } | { readonly kind: "missing"; readonly from: Ms; readonly to: Ms };

/** Hours of bars that may queue behind a repair. */
const MOST_QUEUED = 240;
/** Pauses after refusals. Later bars wait meanwhile, so it is not tried for long: what is still missing then, the next start fetches. */
const RETRY_AFTER_MS = [2_000, 8_000, 20_000];

/** A bar whose end was not seen (the line was down) is fetched before later bars go out. Before the first bar lies the backfill's ground. */
export function createCandleLine({ monitor, clock, signal, source, emit }: CandleLineOptions): CandleLine {
  let lastSentAt = 0;
  let lastClosed: number | undefined;
  const queue: Step[] = [];
  let draining = false;
  let forming: CandleEvent | undefined;
  let broken = false;
  const end = createBarEnd(clock);

  return {
    accept(candle, sentAt) {
      if (sentAt !== undefined && sentAt <= lastSentAt) return;
      lastSentAt = sentAt ?? 0;
      if (source?.closedBy === "next") closeBefore(candle);
      take(candle);
    },
    traded: (time) => end.traded(time),
    broke: () => void (broken = forming !== undefined),
  };

  function take(candle: CandleEvent): void {
    const { openTime, intervalMs, closed } = candle;
    const due = lastClosed === undefined ? openTime : lastClosed + intervalMs;
    if (openTime < due) return;
    if (openTime > due) noteGap(asMs(due), asMs(openTime - intervalMs));
    lastClosed = closed ? openTime : openTime - intervalMs;
    if (!draining) emit([candle]);
    else if (closed) enqueue({ kind: "bar", candle });
  }

  /** The last state of the bar before is its end, if the line was up and the stream not silent between; else it is fetched like every other hole. */
  function closeBefore(candle: CandleEvent): void {
    if (forming !== undefined && candle.openTime > forming.openTime && !broken && end.wasSeen()) take({ ...forming, closed: true });
    broken = false;
    if (candle.openTime < (forming?.openTime ?? 0)) return;
    forming = candle;
    end.told(candle);
  }

  function noteGap(from: Ms, to: Ms): void {
    monitor.gap(`candles from ${isoTime(from)} to ${isoTime(to)} missing, fetching them`);
    enqueue({ kind: "missing", from, to });
    if (!draining) void drain();
  }

  function enqueue(step: Step): void {
    if (queue.length < MOST_QUEUED) queue.push(step);
    else monitor.shed();
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
    for (const pauseMs of [...RETRY_AFTER_MS, undefined]) {
      try {
        return ((await source?.fetchRange(from, to)) ?? []).filter(({ openTime }) => openTime >= from && openTime <= to);
      } catch (error) {
        if (signal.aborted) break;
        monitor.failed(`candles from ${isoTime(from)} to ${isoTime(to)} could not be fetched: ${messageOf(error)}`);
        if (pauseMs !== undefined) await clock.sleep(pauseMs, signal).catch(() => undefined);
      }
    }
    return [];
  }
}

const isoTime = (time: Ms): string => new Date(time).toISOString();
