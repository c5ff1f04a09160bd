import { once } from "node:events";
import { AppError } from "#core/app-error.ts";
import type { Clock } from "./clock.ts";

/** What an exchange allows: `weight` in any `windowMs`. */
export interface Allowance {
  readonly weight: number;
  readonly windowMs: number;
}

/** Hands out an allowance first come, first served; who leaves something free to others waits in a queue of its own. */
export interface RateBudget {
  /**
   * Resolves when `weight` may be spent so that `leaves` (default 0) is still there for whoever is in more of a hurry. Rejects with `unavailable` when
   * that is too far away or too many wait already.
   */
  spend(weight: number, signal: AbortSignal, leaves?: number): Promise<void>;
  /** The exchange asked for silence until `time` (epoch ms). */
  pauseUntil(time: number): void;
}

const MOST_WAITING = 2_000;
const LONGEST_PAUSE_MS = 120_000;

/** A sliding window: no span of `windowMs` ever sees more than the allowance, whatever the exchange's own window boundaries are. */
export function createRateBudget(label: string, allowance: Allowance, clock: Clock): RateBudget {
  const spent: { readonly time: number; readonly weight: number }[] = [];
  let spentWeight = 0;
  let pausedUntil = 0;
  let waiting = 0;
  const lastTurns = { hurried: Promise.resolve(), patient: Promise.resolve() };

  return {
    async spend(weight, signal, leaves = 0) {
      if (waiting >= MOST_WAITING) throw new AppError("unavailable", `${waiting} requests to ${label} are waiting already`);
      waiting++;
      const queue = leaves > 0 ? "patient" : "hurried";
      const turn = lastTurns[queue].then(() => waitForRoom({ weight, leaves }, signal));
      lastTurns[queue] = turn.catch(() => undefined);
      try {
        await abortable(turn, signal);
      } finally {
        waiting--;
      }
    },
    pauseUntil: (time) => (pausedUntil = Math.max(pausedUntil, time)),
  };

  async function waitForRoom({ weight, leaves }: { weight: number; leaves: number }, signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const now = clock.now();
      const pauseMs = pausedUntil - now;
      if (pauseMs > LONGEST_PAUSE_MS) throw new AppError("unavailable", `${label} wants no request for another ${Math.ceil(pauseMs / 1000)} s`);
      const waitMs = Math.max(pauseMs, msUntilRoom(Math.min(weight + leaves, allowance.weight), now));
      if (waitMs <= 0) {
        spent.push({ time: now, weight });
        spentWeight += weight;
        return;
      }
      await clock.sleep(waitMs, signal);
    }
  }

  function msUntilRoom(weight: number, now: number): number {
    while (spent.length > 0 && spent[0].time + allowance.windowMs <= now) spentWeight -= spent.shift()?.weight ?? 0;
    let excess = spentWeight + weight - allowance.weight;
    for (const past of spent) {
      if (excess <= 0) break;
      excess -= past.weight;
      if (excess <= 0) return past.time + allowance.windowMs - now;
    }
    return 0;
  }
}

/** Waits for `promise`, or rejects with the signal's reason when it aborts first. */
async function abortable(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  const settled = new AbortController();
  const aborted = once(signal, "abort", { signal: settled.signal }).then(
    () => signal.throwIfAborted(),
    () => undefined,
  );
  try {
    signal.throwIfAborted();
    await Promise.race([promise, aborted]);
  } finally {
    settled.abort();
  }
}
