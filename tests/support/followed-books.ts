import type { EventOf } from "#core/events.ts";
import type { Listing } from "#simulator/wire/listing.ts";

type Levels = readonly (readonly [price: number, size: number])[];

/** Books as a feed's events make them, held against the simulated exchange's own. */
export interface FollowedBooks {
  follow(event: EventOf<"book">): void;
  /** How often a book of that instrument was of the same instant as the exchange's, and equal. */
  equal(instrument: string): number;
  /** Those that were of the same instant and differed. */
  readonly differing: readonly string[];
}

const COMPARED_LEVELS = 15;

export function followBooks(listings: readonly Listing[]): FollowedBooks {
  const books = new Map<string, { bids: Map<number, number>; asks: Map<number, number> }>();
  const equal = new Map<string, number>();
  const differing: string[] = [];
  return {
    differing,
    equal: (id) => equal.get(id) ?? 0,
    follow({ instrument: id, snapshot, bids, asks, time }) {
      const known = books.get(id);
      const book = known === undefined || snapshot ? { bids: new Map<number, number>(), asks: new Map<number, number>() } : known;
      books.set(id, book);
      put(book.bids, bids);
      put(book.asks, asks);
      const listing = listings.find(({ exchange, symbol }) => `${exchange}:${symbol}` === id);
      if (listing === undefined || Math.floor(listing.book.lastTime) !== time) return;
      if (textOf(best(book.bids, -1), best(book.asks, 1)) === truthOf(listing)) equal.set(id, (equal.get(id) ?? 0) + 1);
      else differing.push(`${id} at ${time}`);
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
