import type { BookEvent } from "#core/events.ts";
import type { Listing } from "#simulator/wire/listing.ts";

type Levels = readonly (readonly [price: number, size: number])[];

/** The books that a feed's events make, each held against the exchange's own of that instant. */
export interface BookStates {
  /** The exchange's book has moved, or may have. */
  stood(listing: Listing): void;
  follow(event: BookEvent): void;
  /** States of the exchange; told ones that were equal; told ones that were not. `untold` are of an instant at which the exchange had no book. */
  readonly counts: { sent: number; equal: number; differing: number; untold: number };
  readonly differing: readonly string[];
}

const COMPARED_LEVELS = 15;
/** States that are remembered: minutes, in a burst a quarter of one. */
const REMEMBERED = 4_096;
const MOST_TOLD = 20;

export function createBookStates(): BookStates {
  const states = new Map<number, string>();
  const counts = { sent: 0, equal: 0, differing: 0, untold: 0 };
  const differing: string[] = [];
  const bids = new Map<number, number>();
  const asks = new Map<number, number>();

  return {
    counts,
    differing,
    stood(listing) {
      const time = Math.floor(listing.book.lastTime);
      if (!states.has(time)) counts.sent++;
      states.set(time, truthOf(listing));
      for (const oldest of states.keys()) {
        if (states.size <= REMEMBERED) break;
        states.delete(oldest);
      }
    },
    follow(event) {
      if (event.snapshot) {
        bids.clear();
        asks.clear();
      }
      put(bids, event.bids);
      put(asks, event.asks);
      const truth = states.get(event.time);
      if (truth === undefined) counts.untold++;
      else if (truth === textOf(best(bids, -1), best(asks, 1))) counts.equal++;
      else {
        counts.differing++;
        if (differing.length < MOST_TOLD) differing.push(`${event.instrument} at ${new Date(event.time).toISOString()}${event.snapshot ? " (snapshot)" : ""}`);
      }
    },
  };
}

function put(side: Map<number, number>, levels: Levels): void {
  for (const [price, size] of levels)
    if (size === 0) side.delete(price);
    else side.set(price, size);
}

const best = (side: ReadonlyMap<number, number>, sign: 1 | -1): Levels => [...side].sort(([a], [b]) => sign * (a - b)).slice(0, COMPARED_LEVELS);

function truthOf({ book, instrument }: Listing): string {
  const { tickSize, lotSize } = instrument;
  const priced = (levels: Levels) => levels.map(([tick, lots]) => [tick * tickSize, lots * lotSize] as const);
  return textOf(priced(book.bids(COMPARED_LEVELS)), priced(book.asks(COMPARED_LEVELS)));
}

const textOf = (bids: Levels, asks: Levels): string => [...bids, ...asks].map(([price, size]) => `${price.toFixed(6)} ${size.toFixed(6)}`).join();
