import { asMs } from "#core/units.ts";
import type { Clock } from "#pipeline/clock.ts";

/** A clock that a test moves by hand. */
export interface ManualClock extends Clock {
  /** Moves time on and runs what falls due, in order. */
  advance(durationMs: number): void;
  /** Tasks and sleeps that wait for their time. */
  readonly waiting: number;
}

interface Timer {
  at: number;
  readonly intervalMs: number | undefined;
  run(): void;
}

export function createManualClock(start: number): ManualClock {
  let now = start;
  const timers = new Set<Timer>();
  const add = (timer: Timer) => {
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  return {
    now: () => asMs(now),
    every: (intervalMs, run) => add({ at: now + intervalMs, intervalMs, run }),
    sleep: (durationMs, signal) =>
      new Promise((resolve, reject) => {
        const onAbort = () => {
          remove();
          reject(signal.reason as Error);
        };
        const run = () => {
          signal.removeEventListener("abort", onAbort);
          resolve();
        };
        const remove = add({ at: now + durationMs, intervalMs: undefined, run });
        signal.addEventListener("abort", onAbort);
      }),
    get waiting() {
      return timers.size;
    },
    advance(durationMs) {
      const end = now + durationMs;
      for (;;) {
        const due = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        now = due.at;
        if (due.intervalMs === undefined) timers.delete(due);
        else due.at += due.intervalMs;
        due.run();
      }
      now = end;
    },
  };
}
