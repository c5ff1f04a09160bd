import type { BookEvent } from "#core/events.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { createWrittenBook, trueBookText } from "../../tests/support/book-text.ts";

/** The books that a feed's events make, each held against the exchange's own of that instant. */
export interface BookStates {
  /** The exchange's book has moved, or may have. */
  stood(listing: Listing): void;
  follow(event: BookEvent): void;
  /** States of the exchange; told ones that were equal; told ones that were not. `untold` are of an instant at which the exchange had no book. */
  readonly counts: { sent: number; equal: number; differing: number; untold: number };
  readonly differing: readonly string[];
}

/** States that are remembered: minutes, in a burst a quarter of one. */
const REMEMBERED = 4_096;
const MOST_TOLD = 20;

export function createBookStates(): BookStates {
  const states = new Map<number, string>();
  const counts = { sent: 0, equal: 0, differing: 0, untold: 0 };
  const differing: string[] = [];
  const book = createWrittenBook();

  return {
    counts,
    differing,
    stood(listing) {
      const time = Math.floor(listing.book.lastTime);
      if (!states.has(time)) counts.sent++;
      states.set(time, trueBookText(listing));
      for (const oldest of states.keys()) {
        if (states.size <= REMEMBERED) break;
        states.delete(oldest);
      }
    },
    follow(event) {
      book.follow(event);
      const truth = states.get(event.time);
      if (truth === undefined) counts.untold++;
      else if (truth === book.text()) counts.equal++;
      else {
        counts.differing++;
        if (differing.length < MOST_TOLD) differing.push(`${event.instrument} at ${new Date(event.time).toISOString()}${event.snapshot ? " (snapshot)" : ""}`);
      }
    },
  };
}
