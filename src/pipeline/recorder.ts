import { AppError } from "#core/app-error.ts";
import { STORED_KINDS, type Store, type StoredEvent } from "#storage/store.ts";
import type { MarketEvent } from "#core/events.ts";
import type { Ms } from "#core/units.ts";
import type { Clock } from "./clock.ts";

/** Writes live events to the store in batches. Its queue is bounded: what does not fit is dropped and counted. */
export interface Recorder {
  record(events: readonly MarketEvent[]): void;
  /** Resolves when everything recorded so far is stored, or the store has refused it; then `health` says why. */
  flush(): Promise<void>;
  health(): RecorderHealth;
  /** Last flush; nothing is recorded after it. Rejects with what is lost when the store does not take it. */
  stop(): Promise<void>;
}

export interface RecorderHealth {
  readonly queued: number;
  /** Dropped because the queue was full. */
  readonly shed: number;
  /** Contradicted what the store holds: the stored value stays. */
  readonly refused: number;
  /** Why the last write failed, undefined when it succeeded. */
  readonly problem: string | undefined;
  /** When the first of the writes that have failed since did; undefined with `problem`. */
  readonly failingSince: Ms | undefined;
}

const MAX_QUEUED = 50_000;
const FLUSH_INTERVAL_MS = 1_000;

export function startRecorder(store: Store, clock: Clock): Recorder {
  const queue: StoredEvent[] = [];
  let shed = 0;
  let refused = 0;
  let problem: string | undefined;
  let failingSince: Ms | undefined;
  let flushing: Promise<void> = Promise.resolve();

  const flush = () => (flushing = flushing.then(writeQueue));
  const stopTimer = clock.every(FLUSH_INTERVAL_MS, () => {
    if (queue.length > 0) void flush(); // its failures are kept in `problem`
  });

  async function writeQueue() {
    const batch = [...queue];
    if (batch.length === 0) return;
    try {
      refused += await appendAgreeing(store, batch);
      queue.splice(0, batch.length);
      problem = failingSince = undefined;
    } catch (error) {
      failingSince ??= clock.now();
      problem = error instanceof Error ? error.message : String(error);
    }
  }

  return {
    record(events) {
      const stored = events.filter(isStored);
      const room = MAX_QUEUED - queue.length;
      shed += Math.max(0, stored.length - room);
      queue.push(...stored.slice(0, room));
    },
    flush,
    health: () => ({ queued: queue.length, shed, refused, problem, failingSince }),
    async stop() {
      stopTimer();
      await flush();
      if (queue.length > 0) throw new AppError("unavailable", `${problem}; the last events, ${queue.length} in number, are lost`);
    },
  };
}

/**
 * Stores every event that does not contradict a stored one and resolves to the number of those that do.
 * A batch with a contradiction is refused as a whole, so it is halved until the culprits are alone.
 */
export async function appendAgreeing(store: Store, events: readonly StoredEvent[]): Promise<number> {
  try {
    await store.appendEvents(events);
    return 0;
  } catch (error) {
    if (!(error instanceof AppError && error.code === "conflict")) throw error;
    if (events.length === 1) return 1;
    const half = events.length >> 1;
    return (await appendAgreeing(store, events.slice(0, half))) + (await appendAgreeing(store, events.slice(half)));
  }
}

const KINDS: ReadonlySet<string> = new Set(STORED_KINDS);

/** True for events that are kept: the inputs of the estimate. A forming bar is not. */
export function isStored(event: MarketEvent): event is StoredEvent {
  return KINDS.has(event.kind) && !(event.kind === "candle" && !event.closed);
}
