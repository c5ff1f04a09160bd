import type { BookEvent } from "#core/events.ts";
import type { Clock } from "#exchanges/connection/clock.ts";
import type { StreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import type { BookDatum } from "./frame.ts";
import { createStampOrder } from "./stamp-order.ts";

/** Keeps one order book in step: what it emits is a snapshot, then updates without a hole, then (after a hole) a snapshot again. */
export interface BookSync {
  accept(datum: BookDatum): void;
  /** The line broke: what comes next does not continue what came before. */
  broke(): void;
}

export interface BookSyncOptions {
  readonly monitor: StreamMonitor;
  readonly clock: Clock;
  readonly emit: (events: readonly BookEvent[]) => void;
  /** Asks for the topic anew, so that it begins with a snapshot. */
  readonly askAnew: () => void;
}

const BETWEEN_REQUESTS_MS = 10_000;

/**
 * A book whose stream begins with a snapshot. Each update continues the one before by its `previous`; where the exchange starts its count anew
 * in between, `previous` still does. What is older is another line's that is behind, unless its time is later: then the exchange began anew.
 */
export function createStreamedBook({ monitor, clock, emit, askAnew }: BookSyncOptions): BookSync {
  let position: Position | undefined;
  let nextRequestAt = -Infinity;
  const stamps = createStampOrder(clock);

  return {
    accept(datum) {
      const { event, last, previous } = datum;
      const isAnew = stamps.beginsAnew(event.time);
      if (event.snapshot) {
        if (!isAnew && position !== undefined && last <= position.last && event.time <= position.time) return;
      } else if (position === undefined) {
        return request();
      } else if (previous !== position.last && !spans(datum, position)) {
        if (!isAnew && last <= position.last && event.time <= position.time) return;
        monitor.gap(`book jumps from ${position.last} to ${previous ?? last}, asking for it anew`);
        position = undefined;
        return request();
      }
      position = { last, time: event.time, isSnapshot: event.snapshot };
      // Some exchanges keep a quiet stream alive with updates of nothing.
      if (event.snapshot || event.bids.length + event.asks.length > 0) emit([event]);
    },
    broke: () => void (position = undefined),
  };

  function request(): void {
    if (clock.now() < nextRequestAt) return;
    nextRequestAt = clock.now() + BETWEEN_REQUESTS_MS;
    askAnew();
  }
}

interface Position {
  readonly last: number;
  readonly time: number;
  readonly isSnapshot: boolean;
}

/** The first update after a snapshot may have begun before it: its sizes are absolute, so what it repeats does no harm. */
const spans = ({ previous = NaN, last }: BookDatum, position: Position): boolean => position.isSnapshot && previous <= position.last && position.last < last;
