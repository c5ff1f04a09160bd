import type { FaultBook } from "./fault-book.ts";
import { createMarketFaults } from "./market-faults.ts";
import type { OpenVenue } from "./open-venue.ts";

const ROUND_MS = 100;

/** Every 100 ms the markets run on and every venue publishes; in a burst its venue does so `factor` times as often. Returns the stop. */
export function startRounds(venues: readonly OpenVenue[], { faults, now }: { faults: FaultBook; now: () => number }): () => void {
  const beginFaults = createMarketFaults(() => venues.flatMap(({ listings }) => listings), faults);
  const dueAt = new Map(venues.map((open) => [open, now()]));
  let timer: NodeJS.Timeout;

  const paceOf = ({ exchange, listings }: OpenVenue) => Math.max(1, ...listings.map(({ symbol }) => faults.find("burst", { exchange, symbol })?.factor ?? 1));

  function round(): void {
    const time = now();
    beginFaults(time);
    let next = time + ROUND_MS;
    for (const open of venues) {
      const due = dueAt.get(open) ?? 0;
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
