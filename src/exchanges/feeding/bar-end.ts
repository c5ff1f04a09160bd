import type { CandleEvent } from "#core/events.ts";
import type { Clock } from "#exchanges/connection/clock.ts";

/** Tells whether the last state of a bar that is never marked as closed can be its end: a stream can fall silent on a line that is well. */
export interface BarEnd {
  /** A state of the forming bar came. */
  told(bar: CandleEvent): void;
  /** A trade of this time came. */
  traded(time: number): void;
  /** Asked when the next bar begins. */
  wasSeen(): boolean;
}

/** A state and the trade that made it do not come together. */
const TOGETHER_MS = 3_000;
/** After so many states in its minute, so long a silence is no lull. */
const BUSY_STATES = 20;
const SILENCE_MS = 20_000;

export function createBarEnd(clock: Clock): BarEnd {
  let bar: CandleEvent | undefined;
  let states = 0;
  let toldAt = 0;
  let tradedAt = 0;

  return {
    told(next) {
      if (next.openTime !== bar?.openTime) [states, tradedAt] = [0, 0];
      bar = next;
      states++;
      toldAt = clock.now();
    },
    traded(time) {
      if (bar !== undefined && time >= bar.openTime && time < bar.openTime + bar.intervalMs) tradedAt = clock.now();
    },
    wasSeen() {
      const tradedSince = tradedAt - toldAt > TOGETHER_MS;
      return !tradedSince && (states < BUSY_STATES || clock.now() - toldAt < SILENCE_MS);
    },
  };
}
