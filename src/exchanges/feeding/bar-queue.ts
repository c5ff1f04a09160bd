import type { CandleEvent } from "#core/events.ts";

/** Bars that go out in order, though some of them have to be fetched first. */
export interface BarQueue {
  /** The next bars, at hand or to come. False when too many wait. */
  put(bars: () => Promise<readonly CandleEvent[]>): boolean;
  /** Some are waited for. */
  readonly waits: boolean;
}

export interface BarQueueOptions {
  readonly signal: AbortSignal;
  readonly emit: (candles: readonly CandleEvent[]) => void;
}

/** Hours of bars that may queue behind a repair. */
const MOST_QUEUED = 240;

/** What is put in must not reject. */
export function createBarQueue({ signal, emit }: BarQueueOptions): BarQueue {
  const queue: (() => Promise<readonly CandleEvent[]>)[] = [];
  let draining = false;

  return {
    put(bars) {
      if (queue.length >= MOST_QUEUED) return false;
      queue.push(bars);
      if (!draining) void drain();
      return true;
    },
    get waits() {
      return draining;
    },
  };

  async function drain(): Promise<void> {
    draining = true;
    for (let next = queue.shift(); next !== undefined && !signal.aborted; next = queue.shift()) {
      const candles = await next();
      if (candles.length > 0 && !signal.aborted) emit(candles);
    }
    draining = false;
  }
}
