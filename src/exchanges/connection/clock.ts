import { setTimeout as wait } from "node:timers/promises";
import { type Ms, asMs } from "#core/units.ts";

/** Time as connections see it; tests pass one that they move by hand. */
export interface Clock {
  /** Epoch ms. */
  now(): Ms;
  /** Resolves after `ms`, or rejects as soon as the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => asMs(Date.now()),
  sleep: (ms, signal) => wait(ms, undefined, { signal }),
};

/** Sources of time and chance, passed in so that a test decides both. `random` is in [0, 1). */
export interface Timing {
  readonly clock: Clock;
  readonly random: () => number;
}

export const systemTiming: Timing = { clock: systemClock, random: Math.random };

/** Runs `step` again and again, `everyMs` apart, until aborted. `step` must not throw. */
export async function repeat(clock: Clock, { everyMs, signal }: { everyMs: number; signal: AbortSignal }, step: () => void | Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await step();
    await clock.sleep(everyMs, signal).catch(() => undefined);
  }
}
