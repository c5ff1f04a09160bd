import type { BookEvent } from "#core/events.ts";
import { messageOf } from "#exchanges/connection/refusal.ts";
import type { BookSync, BookSyncOptions } from "./book-sync.ts";
import type { BookByRest } from "./feed-plan.ts";
import type { BookDatum } from "./frame.ts";

export interface FetchedBookOptions extends Omit<BookSyncOptions, "askAnew"> {
  readonly signal: AbortSignal;
  readonly source: BookByRest;
}

interface Position {
  readonly last: number;
  readonly isSnapshot: boolean;
}

/** 100 s of updates; a snapshot takes one. */
const MOST_WAITING = 1_000;
const BETWEEN_SNAPSHOTS_MS = 3_000;

/**
 * A book whose stream is updates only: they are held back while a snapshot is fetched, those that end before its number are dropped, the first
 * applied one spans it, and then each continues the one before.
 */
export function createFetchedBook({ monitor, clock, signal, source, emit }: FetchedBookOptions): BookSync {
  let position: Position | undefined;
  let waiting: BookDatum[] = [];
  let fetching = false;
  let nextFetchAt = 0;

  return {
    accept(update) {
      if (position === undefined) return hold(update);
      const verdict = continues(position, update);
      if (verdict === "repeat") return;
      if (verdict === "gap") {
        monitor.gap(`book jumps from update ${position.last} to ${update.first ?? update.last}, fetching it anew`);
        position = undefined;
        return hold(update);
      }
      position = { last: update.last, isSnapshot: false };
      emit([update.event]);
    },
    broke() {
      position = undefined;
      waiting = [];
    },
  };

  function hold(update: BookDatum): void {
    if (waiting.length >= MOST_WAITING) {
      waiting.shift();
      monitor.shed();
    }
    waiting.push(update);
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
      const { last, event } = await source.fetchSnapshot();
      const events = replay(last);
      if (events !== undefined && !signal.aborted) emit([event, ...events]);
    } catch (error) {
      if (!signal.aborted) monitor.failed(messageOf(error));
    }
  }

  /** Updates held back that follow the snapshot, or undefined when there is a hole between. Sets the position when there is none. */
  function replay(last: number): BookEvent[] | undefined {
    let reached = { last, isSnapshot: true };
    const events: BookEvent[] = [];
    for (const update of waiting) {
      const verdict = continues(reached, update);
      if (verdict === "repeat") continue;
      // A hole before the first applied update is a snapshot that is too old; any other means that the older updates are of no use.
      if (verdict === "gap") {
        waiting = waiting.slice(waiting.indexOf(update));
        return undefined;
      }
      reached = { last: update.last, isSnapshot: false };
      events.push(update.event);
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
function continues(position: Position, { first, last, previous = NaN }: BookDatum): "next" | "repeat" | "gap" {
  if (position.isSnapshot) {
    if (last < position.last) return "repeat";
    return (first ?? last) <= position.last || previous <= position.last ? "next" : "gap";
  }
  if (last <= position.last) return "repeat";
  return previous === position.last ? "next" : "gap";
}
