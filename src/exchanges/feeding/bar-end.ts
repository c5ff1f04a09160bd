import type { Clock } from "#exchanges/connection/clock.ts";

/** Tells whether anything can have come between the last state of a bar that is never marked as closed and the first of the next. */
export interface BarEnd {
  /** A state of the forming bar came: it holds whatever was lost before. */
  told(): void;
  /** Anything of the instrument came. */
  heard(): void;
  /** The line broke, or a frame of it could not be read. */
  doubted(): void;
  /** Asked when the next bar begins. */
  isUnbroken(): boolean;
}

/** A living instrument says something more often: an exchange can keep a subscription to itself on a line that is well. */
export const LULL_MS = 3_000;

export function createBarEnd(clock: Clock): BarEnd {
  let heardAt = clock.now();
  let unbroken = true;

  return {
    told() {
      heardAt = clock.now();
      unbroken = true;
    },
    heard() {
      if (clock.now() - heardAt > LULL_MS) unbroken = false;
      heardAt = clock.now();
    },
    doubted: () => void (unbroken = false),
    isUnbroken: () => unbroken,
  };
}
