import type { HeatSnapshot } from "#core/heat-column.ts";
import type { InstrumentId } from "#core/instrument.ts";
import { MINUTE_MS } from "#core/units.ts";
import { type Book, createBook } from "#pipeline/book.ts";
import type { Hub } from "#pipeline/hub.ts";
import { combineSnapshots } from "./combine-snapshots.ts";
import { combineSpreads } from "./combine-spreads.ts";
import type { CombinedMarket } from "./combined-markets.ts";

/** The live book of one combined market. */
export interface CombinedDesk {
  /** Its newest book; undefined before any member has one. */
  book(market: CombinedMarket, now: number): Book | undefined;
  /** Takes a member's book in; the combined book that is due because of it, final when the last member's step has ended. */
  hear(market: CombinedMarket, heard: { readonly member: InstrumentId; readonly book: Book; readonly now: number }): Book | undefined;
}

/** A forming book is made anew this often. */
const FORMING_EVERY_MS = 1_000;
/** Who is this far behind the newest member is left out: price has moved on over levels that he still shows. */
const LEFT_OUT_AFTER_MS = 3 * MINUTE_MS;

export function createCombinedDesk(hub: Pick<Hub, "book">): CombinedDesk {
  const ended = new Map<InstrumentId, Book>();
  let current: Book | undefined;
  let madeAt = -Infinity;
  let finalTime = -Infinity;

  function make(parts: readonly Book[], { members: [reference] }: CombinedMarket, provisional: boolean): Book {
    const snapshots = parts.map(({ snapshot }) => snapshot);
    const mark = hub.book(reference.id)?.snapshot.mark ?? snapshots[0].mark;
    const snapshot = combineSnapshots(snapshots, mark);
    return createBook(snapshot, { provisional, spread: () => combineSpreads(partsOf(parts), snapshot) });
  }

  return {
    book(market, now) {
      const books = fresh(market.members.flatMap(({ id }) => hub.book(id) ?? []));
      const newer = current === undefined || books.some(({ snapshot }) => snapshot.time > (current?.snapshot.time ?? 0));
      if (books.length > 0 && newer && now - madeAt >= FORMING_EVERY_MS) {
        madeAt = now;
        current = make(books, market, true);
      }
      return current;
    },
    hear(market, { member, book, now }) {
      if (!book.provisional) ended.set(member, book);
      const last = fresh(market.members.flatMap(({ id }) => ended.get(id) ?? []));
      const [time] = last.map(({ snapshot }) => snapshot.time);
      const expected = fresh(market.members.flatMap(({ id }) => hub.book(id) ?? [])).length;
      if (!book.provisional && time > finalTime && last.length === expected && last.every(({ snapshot }) => snapshot.time === time)) {
        finalTime = time;
        madeAt = now;
        return (current = make(last, market, false));
      }
      if (now - madeAt < FORMING_EVERY_MS) return undefined;
      madeAt = now;
      return (current = make(fresh(market.members.flatMap(({ id }) => hub.book(id) ?? [])), market, true));
    },
  };
}

function fresh(books: readonly Book[]): readonly Book[] {
  const newest = Math.max(...books.map(({ snapshot }) => snapshot.time));
  return books.filter(({ snapshot }) => snapshot.time > newest - LEFT_OUT_AFTER_MS);
}

const partsOf = (books: readonly Book[]): { snapshot: HeatSnapshot; spread: ReturnType<Book["spread"]> }[] =>
  books.map((book) => ({ snapshot: book.snapshot, spread: book.spread() }));
