import type { BookEvent } from "#core/events.ts";
import type { Clock } from "#exchanges/connection/clock.ts";
import { messageOf } from "#exchanges/connection/refusal.ts";
import type { StreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import type { BookFrame } from "./normalise.ts";

/** Keeps one order book in step: what it emits is a snapshot, then updates without a hole, then (after a hole) a snapshot again. */
export interface BookSync {
  accept(frame: BookFrame): void;
  /** The line broke: what comes next does not continue what came before. */
  restart(): void;
}

export interface BookSyncOptions {
  readonly monitor: StreamMonitor;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly fetchSnapshot: () => Promise<{ readonly lastUpdateId: number; readonly event: BookEvent }>;
  readonly emit: (events: readonly BookEvent[]) => void;
}

/** 100 s of updates; a snapshot takes one. */
const MOST_WAITING = 1_000;
const BETWEEN_SNAPSHOTS_MS = 3_000;

/** Binance's rule: buffer updates, fetch a snapshot, drop updates with u < its id, the first applied one spans the id, then each pu is the u before. */
export function createBookSync({ monitor, clock, signal, fetchSnapshot, emit }: BookSyncOptions): BookSync {
  let position: { readonly id: number; readonly isSnapshot: boolean } | undefined;
  let waiting: BookFrame[] = [];
  let fetching = false;
  let nextFetchAt = 0;

  return {
    accept(frame) {
      if (position === undefined) return hold(frame);
      const verdict = continues(position, frame);
      if (verdict === "repeat") return;
      if (verdict === "gap") {
        monitor.gap(`book jumps from update ${position.id} to ${frame.first}, fetching it anew`);
        position = undefined;
        return hold(frame);
      }
      position = { id: frame.last, isSnapshot: false };
      emit([frame.event]);
    },
    restart() {
      position = undefined;
      waiting = [];
    },
  };

  function hold(frame: BookFrame): void {
    if (waiting.length >= MOST_WAITING) {
      waiting.shift();
      monitor.dropped("book update shed while its snapshot is late");
    }
    waiting.push(frame);
    if (!fetching) void fetchUntilInStep();
  }

  async function fetchUntilInStep(): Promise<void> {
    fetching = true;
    try {
      while (isBehind()) {
        await clock.sleep(Math.max(0, nextFetchAt - clock.now()), signal);
        nextFetchAt = clock.now() + BETWEEN_SNAPSHOTS_MS;
        await tryOnce();
      }
    } catch {
      // Only the abort of the feed ends a sleep early.
    } finally {
      fetching = false;
    }
  }

  function isBehind(): boolean {
    return position === undefined && waiting.length > 0;
  }

  async function tryOnce(): Promise<void> {
    try {
      const { lastUpdateId, event } = await fetchSnapshot();
      const events = replay(lastUpdateId);
      if (events !== undefined && !signal.aborted) emit([event, ...events]);
    } catch (error) {
      if (!signal.aborted) monitor.failed(messageOf(error));
    }
  }

  /** Updates held back that follow the snapshot, or undefined when there is a hole between. Sets the position when there is none. */
  function replay(lastUpdateId: number): BookEvent[] | undefined {
    let reached = { id: lastUpdateId, isSnapshot: true };
    const events: BookEvent[] = [];
    for (const frame of waiting) {
      const verdict = continues(reached, frame);
      if (verdict === "repeat") continue;
      // A hole before the first applied update is a snapshot that is too old; any other means that the older updates are of no use.
      if (verdict === "gap") {
        waiting = waiting.slice(waiting.indexOf(frame));
        return undefined;
      }
      reached = { id: frame.last, isSnapshot: false };
      events.push(frame.event);
    }
    waiting = [];
    position = reached;
    return events;
  }
}

/**
 * After a snapshot the next update is the one that spans its id; one that begins right after it (pu <= id) is as good,
 * and is what is seen when the spanning one came before the line was open.
 */
function continues({ id, isSnapshot }: { id: number; isSnapshot: boolean }, { first, last, previous }: BookFrame): "next" | "repeat" | "gap" {
  if (isSnapshot) {
    if (last < id) return "repeat";
    return first <= id || previous <= id ? "next" : "gap";
  }
  if (last <= id) return "repeat";
  return previous === id ? "next" : "gap";
}
