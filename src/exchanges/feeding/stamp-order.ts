import type { Clock } from "#exchanges/connection/clock.ts";

/** What comes out of the order of the exchange's own stamps is a repeat, or was overtaken; unless its clock was set back. This tells which. */
export interface StampOrder {
  /** Something is stamped so. True where stamps have begun anew: for a while all that came was older than what had come before. */
  beginsAnew(stamp: number): boolean;
}

/** Longer than two lines overlap, and than anything waits on one of them. */
const OLDER_FOR_MS = 15_000;

export function createStampOrder(clock: Clock): StampOrder {
  let youngest = -Infinity;
  let olderSince: number | undefined;

  return {
    beginsAnew(stamp) {
      if (stamp < youngest) {
        olderSince ??= clock.now();
        if (clock.now() - olderSince < OLDER_FOR_MS) return false;
      }
      const isAnew = stamp < youngest;
      youngest = stamp;
      olderSince = undefined;
      return isAnew;
    },
  };
}
