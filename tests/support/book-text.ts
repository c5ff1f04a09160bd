import type { BookEvent } from "#core/events.ts";
import type { Listing } from "#simulator/wire/listing.ts";

type Levels = readonly (readonly [price: number, size: number])[];

/** A book as events make it, written as text so that it can be held against the simulated exchange's own. */
export interface WrittenBook {
  follow(event: Pick<BookEvent, "snapshot" | "bids" | "asks">): void;
  /** Its best levels of both sides. */
  text(): string;
}

const COMPARED_LEVELS = 15;

export function createWrittenBook(): WrittenBook {
  const bids = new Map<number, number>();
  const asks = new Map<number, number>();
  return {
    follow(event) {
      if (event.snapshot) {
        bids.clear();
        asks.clear();
      }
      put(bids, event.bids);
      put(asks, event.asks);
    },
    text: () => textOf(best(bids, -1), best(asks, 1)),
  };
}

/** The simulated exchange's book, in the same form. */
export function trueBookText({ book, instrument }: Listing): string {
  const { tickSize, lotSize } = instrument;
  const priced = (levels: Levels) => levels.map(([tick, lots]) => [tick * tickSize, lots * lotSize] as const);
  return textOf(priced(book.bids(COMPARED_LEVELS)), priced(book.asks(COMPARED_LEVELS)));
}

function put(side: Map<number, number>, levels: Levels): void {
  for (const [price, size] of levels)
    if (size === 0) side.delete(price);
    else side.set(price, size);
}

const best = (side: ReadonlyMap<number, number>, sign: 1 | -1): Levels => [...side].sort(([a], [b]) => sign * (a - b)).slice(0, COMPARED_LEVELS);
const textOf = (bids: Levels, asks: Levels): string => [...bids, ...asks].map(([price, size]) => `${price.toFixed(6)} ${size.toFixed(6)}`).join();
