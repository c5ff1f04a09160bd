import type { Clock } from "#exchanges/connection/clock.ts";

/** Frames of a line that could not be read, while they may have told of trades. */
export interface TradeDoubts {
  /** `since`: time of the last trade before. */
  add(since: number): void;
}

export interface TradeDoubtsOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Whether looking may be done every few seconds. */
  readonly isCheap: boolean;
  /** Compares what was heard since then with what the exchange tells. Must not throw. */
  readonly look: (since: number) => Promise<void>;
  /** There will be no look. */
  readonly giveUp: (since: number) => void;
}

/** Frames that cannot be read come in numbers: one look is for all of them. */
const SETTLE_MS = 500;
const BETWEEN_CHEAP_MS = 2_000;
const BETWEEN_DEAR_MS = 60_000;

/** One look for all doubts of a moment. Where looks are dear, those that follow at once are not cleared. */
export function createDoubts({ clock, signal, isCheap, look, giveUp }: TradeDoubtsOptions): TradeDoubts {
  let doubtfulSince: number | undefined;
  let clearing = false;
  let nextLookAt = 0;

  return {
    add(since) {
      doubtfulSince ??= since;
      if (!clearing) void clear();
    },
  };

  async function clear(): Promise<void> {
    clearing = true;
    try {
      while (doubtfulSince !== undefined) {
        if (!isCheap && clock.now() < nextLookAt) return giveUp(taken());
        await clock.sleep(Math.max(SETTLE_MS, nextLookAt - clock.now()), signal);
        nextLookAt = clock.now() + (isCheap ? BETWEEN_CHEAP_MS : BETWEEN_DEAR_MS);
        await look(taken());
      }
    } catch {
      // Only the abort of the feed ends a sleep early.
    } finally {
      clearing = false;
    }
  }

  function taken(): number {
    const since = doubtfulSince ?? 0;
    doubtfulSince = undefined;
    return since;
  }
}
