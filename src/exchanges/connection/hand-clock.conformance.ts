import { setImmediate as nextTurn } from "node:timers/promises";
import { asMs } from "#core/units.ts";
import type { Clock } from "./clock.ts";

/** A clock that a test moves by hand. */
export interface HandClock extends Clock {
  /** Moves on by `ms`, waking sleepers in their order; what they do runs before the next is woken. */
  advance(ms: number): Promise<void>;
  /** Moves on in steps until `predicate` holds, leaving time for real sockets between. */
  advanceUntil(predicate: () => boolean, stepMs?: number): Promise<void>;
}

interface Sleeper {
  readonly due: number;
  wake(): void;
}

export function createHandClock(startTime: number): HandClock {
  let now = startTime;
  const sleepers = new Set<Sleeper>();
  return { now: () => asMs(now), sleep, advance, advanceUntil };

  function sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (ms <= 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const sleeper: Sleeper = {
        due: now + ms,
        wake() {
          sleepers.delete(sleeper);
          signal.removeEventListener("abort", onAbort);
          resolve();
        },
      };
      const onAbort = (): void => {
        sleepers.delete(sleeper);
        reject(signal.reason as Error);
      };
      if (signal.aborted) return reject(signal.reason as Error);
      signal.addEventListener("abort", onAbort, { once: true });
      sleepers.add(sleeper);
    });
  }

  async function advance(ms: number): Promise<void> {
    const end = now + ms;
    for (let next = earliest(); next !== undefined && next.due <= end; next = earliest()) {
      now = Math.max(now, next.due);
      next.wake();
      await nextTurn();
    }
    now = end;
    await nextTurn();
  }

  async function advanceUntil(predicate: () => boolean, stepMs = 100): Promise<void> {
    while (!predicate()) await advance(stepMs);
  }

  function earliest(): Sleeper | undefined {
    return [...sleepers].reduce<Sleeper | undefined>((first, sleeper) => (first === undefined || sleeper.due < first.due ? sleeper : first), undefined);
  }
}
