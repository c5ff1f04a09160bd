import { MINUTE_MS, type Ms, asMs } from "#core/units.ts";
import type { Clock } from "#pipeline/clock.ts";
import type { TimeRange } from "#storage/store.ts";

/** Notes the stretches in which nothing at all was heard of a market that is followed: its exchange was away, or this machine asleep. */
export interface AbsenceWatch {
  /** Something of the market came. */
  heard(): void;
  /** Its steps have come this far: what a stretch before lacks is known. */
  stepped(until: number): void;
}

/** Books and marks come every second or so, of the quietest market too. */
const LONG_SILENCE_MS = MINUTE_MS;

/** `note` is told of a stretch when it ends, and once more when the bars of it are there that could be fetched. */
export function createAbsenceWatch(clock: Pick<Clock, "now">, note: (range: TimeRange) => void): AbsenceWatch {
  let heardAt: Ms | undefined;
  let unfilled: readonly TimeRange[] = [];

  return {
    heard() {
      const now = clock.now();
      if (heardAt !== undefined && now - heardAt > LONG_SILENCE_MS) {
        const absence = { from: heardAt, to: now };
        unfilled = [...unfilled, absence];
        note(absence);
      }
      heardAt = asMs(now);
    },
    stepped(until) {
      const filled = unfilled.filter(({ to }) => to <= until);
      if (filled.length === 0) return;
      unfilled = unfilled.filter(({ to }) => to > until);
      for (const absence of filled) note(absence);
    },
  };
}
