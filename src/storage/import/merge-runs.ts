import { knownAt } from "#core/events.ts";
import type { StoredEvent } from "#storage/store.ts";
import type { EventBatch } from "./event-batch.ts";
import type { HistoryBatch, HistoryFile } from "./history.ts";

const BATCH_EVENTS = 4_096;

/** Decides whether an event is new. Throws when it contradicts one before it. */
export type AcceptEvent = (event: StoredEvent, file: HistoryFile, line: number) => boolean;

/**
 * Merges runs into one stream in the order in which events became known, candles of traded price last and mark candles just before them.
 * Holds one batch of each run. Ending early closes every file.
 */
export async function* mergeRuns(runs: readonly AsyncIterable<EventBatch>[], accept: AcceptEvent): AsyncIterable<HistoryBatch> {
  const cursors = runs.map((run) => createCursor(run[Symbol.asyncIterator]()));
  let events: StoredEvent[] = [];
  let finished: HistoryFile[] = [];
  try {
    for (const cursor of cursors) await cursor.fill(finished);
    for (let first = earliest(cursors); first !== undefined; first = earliest(cursors)) {
      const { event, file, line } = first.take();
      if (accept(event, file, line)) events.push(event);
      if (first.isEmpty()) await first.fill(finished);
      if (events.length < BATCH_EVENTS) continue;
      yield { events, finished };
      events = [];
      finished = [];
    }
    if (events.length > 0 || finished.length > 0) yield { events, finished };
  } finally {
    await Promise.all(cursors.map((cursor) => cursor.close()));
  }
}

interface Cursor {
  /** When the next event became known; Infinity at the end. */
  known: number;
  rank: number;
  isEmpty(): boolean;
  take(): { event: StoredEvent; file: HistoryFile; line: number };
  /** Reads on until there is an event or the run is over, adding the files that it leaves. */
  fill(finished: HistoryFile[]): Promise<void>;
  close(): Promise<void>;
}

function createCursor(batches: AsyncIterator<EventBatch>): Cursor {
  let batch: EventBatch | undefined;
  let at = 0;

  function look(): void {
    const event = batch?.events[at];
    cursor.known = event === undefined ? Number.POSITIVE_INFINITY : knownAt(event);
    cursor.rank = event === undefined ? 0 : rankOf(event);
  }

  const cursor: Cursor = {
    known: Number.POSITIVE_INFINITY,
    rank: 0,
    isEmpty: () => batch === undefined || at >= batch.events.length,
    take() {
      if (batch === undefined) throw new Error("take from an empty run");
      const taken = { event: batch.events[at], file: batch.file, line: batch.lines[at] };
      at++;
      look();
      return taken;
    },
    async fill(finished) {
      while (cursor.isEmpty()) {
        if (batch?.endsFile) finished.push(batch.file);
        const next = await batches.next();
        batch = next.done ? undefined : next.value;
        at = 0;
        if (next.done) break;
      }
      look();
    },
    async close() {
      await batches.return?.();
    },
  };
  return cursor;
}

function earliest(cursors: readonly Cursor[]): Cursor | undefined {
  let first: Cursor | undefined;
  for (const cursor of cursors) {
    if (cursor.known === Number.POSITIVE_INFINITY) continue;
    if (first === undefined || cursor.known < first.known || (cursor.known === first.known && cursor.rank < first.rank)) first = cursor;
  }
  return first;
}

function rankOf(event: StoredEvent): number {
  if (event.kind !== "candle") return 0;
  return event.price === "mark" ? 1 : 2;
}
