import { expect, test } from "vitest";
import { type HeatSnapshot, PLANE_COUNT } from "#core/heat-column.ts";
import type { InstrumentId } from "#core/instrument.ts";
import { rowOf } from "#core/price-rows.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { type Book, createBook } from "#pipeline/book.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import { createCombinedDesk } from "./combined-desk.ts";
import type { CombinedMarket } from "./combined-markets.ts";

const A: InstrumentId = "a:BTC";
const B: InstrumentId = "b:BTC";
const MARK = 60_000;

function bookAt(minutes: number, { usd, provisional = false }: { usd: number; provisional?: boolean }): Book {
  const snapshot: HeatSnapshot = {
    time: asMs(minutes * MINUTE_MS),
    mark: MARK,
    openInterest: 1,
    openInterestUsd: MARK,
    explainedShare: 1,
    firstRow: rowOf(MARK),
    rowCount: 1,
    usd: new Float32Array(PLANE_COUNT).fill(usd),
  };
  return createBook(snapshot, { provisional, spread: () => expect.fail("nobody asked") });
}

/** A desk over markets whose newest books a test sets by hand. */
function openDesk(): { hear: (member: InstrumentId, book: Book) => Book | undefined } {
  const newest = new Map<string, Book>();
  const desk = createCombinedDesk({ book: (id) => newest.get(id) });
  const viewOf = (id: InstrumentId) => ({ id }) as MarketView;
  const market: CombinedMarket = { id: "all:BTC", exchange: "all", exchangeLabel: "All", coin: "BTC", members: [viewOf(A), viewOf(B)] };
  return {
    hear: (member, book) => {
      newest.set(member, book);
      return desk.hear(market, { member, book, now: book.snapshot.time });
    },
  };
}

test("a step is final when the last member has ended it, and not before", () => {
  const { hear } = openDesk();
  hear(A, bookAt(9, { usd: 1 }));
  hear(B, bookAt(9, { usd: 10 }));
  expect(hear(A, bookAt(10, { usd: 2 }))).toMatchObject({ provisional: true });
  const final = hear(B, bookAt(10, { usd: 20 }));
  expect(final).toMatchObject({ provisional: false });
  expect(final?.snapshot.usd[0]).toBe(22);
});

test("who falls silent is waited for three minutes, then the others go on without", () => {
  const { hear } = openDesk();
  hear(A, bookAt(10, { usd: 1 }));
  hear(B, bookAt(10, { usd: 10 }));
  expect(hear(A, bookAt(11, { usd: 1 }))?.provisional).toBe(true);
  expect(hear(A, bookAt(12, { usd: 1 }))?.snapshot.usd[0]).toBe(11);
  const alone = hear(A, bookAt(13, { usd: 1 }));
  expect(alone).toMatchObject({ provisional: false });
  expect(alone?.snapshot.usd[0]).toBe(1);
  hear(B, bookAt(13, { usd: 5 }));
  expect(hear(A, bookAt(14, { usd: 1 }))).toMatchObject({ provisional: true });
  expect(hear(B, bookAt(14, { usd: 5 }))).toMatchObject({ provisional: false });
});

test("a forming book comes once a second", () => {
  const { hear } = openDesk();
  const forming = (seconds: number) => hear(A, bookAt(10 + seconds / 60, { usd: 1, provisional: true }));
  expect([forming(1), forming(1.5), forming(2.1)].map((book) => book !== undefined)).toEqual([true, false, true]);
});
