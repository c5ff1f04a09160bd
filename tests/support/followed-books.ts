import type { EventOf } from "#core/events.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { type WrittenBook, createWrittenBook, trueBookText } from "./book-text.ts";

/** Books as a feed's events make them, held against the simulated exchange's own. */
export interface FollowedBooks {
  follow(event: EventOf<"book">): void;
  /** How often a book of that instrument was of the same instant as the exchange's, and equal. */
  equal(instrument: string): number;
  /** Those that were of the same instant and differed. */
  readonly differing: readonly string[];
}

export function followBooks(listings: readonly Listing[]): FollowedBooks {
  const books = new Map<string, WrittenBook>();
  const equal = new Map<string, number>();
  const differing: string[] = [];
  return {
    differing,
    equal: (id) => equal.get(id) ?? 0,
    follow(event) {
      const { instrument: id, time } = event;
      const book = books.get(id) ?? createWrittenBook();
      books.set(id, book);
      book.follow(event);
      const listing = listings.find(({ exchange, symbol }) => `${exchange}:${symbol}` === id);
      if (listing === undefined || Math.floor(listing.book.lastTime) !== time) return;
      if (book.text() === trueBookText(listing)) equal.set(id, (equal.get(id) ?? 0) + 1);
      else differing.push(`${id} at ${time}`);
    },
  };
}
