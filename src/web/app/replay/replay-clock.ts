/** How many times faster than it happened. */
export const SPEEDS = [1, 10, 60, 300, 600] as const;
export type Speed = (typeof SPEEDS)[number];

export interface ReplayClockParts {
  /** Calls back with the page's clock (ms) until what it returns is called. */
  readonly ticker: (tick: (nowMs: number) => void) => () => void;
  /** How far there is something to show, epoch ms: playing waits there. */
  readonly playableUntil: () => number;
  /** Where what is stored ends, epoch ms: playing ends there. */
  readonly end: () => number;
  /** The instant moved on, to a whole minute. */
  readonly onInstant: (atMs: number) => void;
  /** What is next is not there yet, or it is again. */
  readonly onWaiting: (waiting: boolean) => void;
  /** The end was reached. */
  readonly onEnd: () => void;
}

/** Moves an instant on as the page's clock goes. Stands still until it is told to play. */
export interface ReplayClock {
  play(from: { readonly atMs: number; readonly speed: Speed }): void;
  /** Goes on from where it is, at another speed. */
  setSpeed(speed: Speed): void;
  stop(): void;
}

/** What is stored is minutes that have ended. */
export const STEP_MS = 60_000;
/** A page that slept, or a frame that took long, is not made up for by a leap. */
const LONGEST_TICK_MS = 1_000;

export const wholeStep = (timeMs: number): number => Math.floor(timeMs / STEP_MS) * STEP_MS;

/** A late tick moves the instant on by all the time that passed: minutes in between are left out, none waits to be shown. */
export function createReplayClock({ ticker, playableUntil, end, onInstant, onWaiting, onEnd }: ReplayClockParts): ReplayClock {
  let stopTicks: (() => void) | undefined;
  let position = 0;
  let speed: Speed = 1;
  let tickedAt: number | undefined;
  let waiting = false;

  function stop(): void {
    stopTicks?.();
    stopTicks = undefined;
    tickedAt = undefined;
    wait(false);
  }

  function wait(next: boolean): void {
    if (next === waiting) return;
    waiting = next;
    onWaiting(next);
  }

  function tick(nowMs: number): void {
    const elapsedMs = Math.min(LONGEST_TICK_MS, nowMs - (tickedAt ?? nowMs));
    tickedAt = nowMs;
    const before = wholeStep(position);
    const wanted = position + elapsedMs * speed;
    position = Math.max(position, Math.min(wanted, Math.max(playableUntil(), before), end()));
    wait(wanted >= before + STEP_MS && wholeStep(position) === before && position < end());
    if (wholeStep(position) > before) onInstant(wholeStep(position));
    if (position < end()) return;
    stop();
    onEnd();
  }

  return {
    play({ atMs, speed: at }) {
      stop();
      position = atMs;
      speed = at;
      stopTicks = ticker(tick);
    },
    setSpeed(next) {
      speed = next;
    },
    stop,
  };
}
