import type { FaultBook } from "./fault-book.ts";
import { createMarketFaults } from "./market-faults.ts";
import type { OpenVenue } from "./open-venue.ts";

const ROUND_MS = 100;

/**
 * Every 100 ms each venue publishes, the venues one after the other within them; in a burst a venue does so `factor` times as often. The markets run
 * on to the moment of each, which is the stamp of what it sends: as on a real exchange, what is heard late was late on the way. Returns the stop.
 */
export function startRounds(venues: readonly OpenVenue[], { faults, now }: { faults: FaultBook; now: () => number }): () => void {
  const beginFaults = createMarketFaults(() => venues.flatMap(({ listings }) => listings), faults);
  const begunAt = now();
  const dueAt = new Map(venues.map((open, place) => [open, begunAt + Math.floor((place * ROUND_MS) / venues.length)]));
  let timer: NodeJS.Timeout;

  const paceOf = ({ exchange, listings }: OpenVenue) => Math.max(1, ...listings.map(({ symbol }) => faults.find("burst", { exchange, symbol })?.factor ?? 1));

  function round(): void {
    beginFaults(now());
    let next = now() + ROUND_MS;
    for (const open of venues) {
      const due = dueAt.get(open) ?? 0;
      const time = now();
      if (due <= time) {
        for (const { recorder } of open.listings) recorder.advanceTo(time);
        open.publish(time);
        const everyMs = ROUND_MS / paceOf(open);
        // After a stall no round is made up for.
        dueAt.set(open, Math.max(due + everyMs, time + everyMs / 2));
      }
      next = Math.min(next, dueAt.get(open) ?? next);
    }
    timer = setTimeout(round, Math.max(1, next - now()));
  }

  round();
  return () => clearTimeout(timer);
}
