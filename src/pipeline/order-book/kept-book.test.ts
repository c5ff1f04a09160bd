import fc from "fast-check";
import { expect, test } from "vitest";
import type { BookEvent } from "#core/events.ts";
import { rowOf } from "#core/price-rows.ts";
import { asMs } from "#core/units.ts";
import { createKeptBook } from "./kept-book.ts";

type Level = readonly [price: number, size: number];
const bookOf = (snapshot: boolean, bids: readonly Level[], asks: readonly Level[]): BookEvent => ({
  kind: "book",
  instrument: "binance:BTCUSDT",
  time: asMs(1),
  snapshot,
  bids,
  asks,
});

test("rows hold the dollars of their levels, after any changes", () => {
  const level = fc.tuple(fc.integer({ min: 9_800, max: 10_000 }), fc.integer({ min: 0, max: 50 }));
  fc.assert(
    fc.property(fc.array(fc.array(level, { maxLength: 20 }), { minLength: 1, maxLength: 8 }), (batches) => {
      const book = createKeptBook("linear", "window");
      const levels = new Map<number, number>();
      book.take(bookOf(true, [[10_000, 1]], [[10_010, 1]]));
      levels.set(10_000, 1);
      for (const batch of batches) {
        book.take(bookOf(false, batch, []));
        for (const [price, size] of batch) levels.set(price, size);
      }
      const { firstRow, usd } = book.side("bids");
      const wanted = new Map<number, number>();
      for (const [price, size] of levels) if (size > 0) wanted.set(rowOf(price), (wanted.get(rowOf(price)) ?? 0) + size * price);
      usd.forEach((value, at) => expect(value).toBeCloseTo(wanted.get(firstRow + at) ?? 0, 4));
      expect(usd.reduce((a, b) => a + b, 0)).toBeCloseTo(
        [...wanted.values()].reduce((a, b) => a + b, 0),
        3,
      );
    }),
  );
});

test("an inverse contract's sizes are dollars already", () => {
  const book = createKeptBook("inverse", "window");
  book.take(bookOf(true, [[10_000, 300]], [[10_001, 200]]));
  expect([book.side("bids").usd[0], book.side("asks").usd[0], book.best()]).toEqual([300, 200, { bid: 10_000, ask: 10_001 }]);
});

test("a window is whole as far as it goes, everywhere's is whole as far as its snapshot went", () => {
  const bids = [10_000, 9_950, 9_900].map((price) => [price, 1] as const);
  const [window, everywhere] = (["window", "everywhere"] as const).map((updates) => {
    const book = createKeptBook("linear", updates);
    book.take(bookOf(true, bids, [[10_010, 1]]));
    book.take(bookOf(false, [[9_700, 5]], []));
    return book.side("bids");
  });
  expect(window.wholeFrom).toBe(rowOf(9_700) + 1);
  expect(everywhere.wholeFrom).toBe(rowOf(9_900) + 1);
  expect([window.firstRow, everywhere.firstRow]).toEqual([rowOf(9_700), rowOf(9_700)]);
});

test("a snapshot replaces what was there, and no feed makes it grow without bound", () => {
  const book = createKeptBook("linear", "everywhere");
  for (let i = 0; i < 40; i++)
    book.take(
      bookOf(
        false,
        Array.from({ length: 1_000 }, (_, at) => [10_000 - (i * 1_000 + at) * 0.01, 1] as const),
        [],
      ),
    );
  expect(book.side("bids").usd.reduce((a, b) => a + b, 0)).toBeLessThan(10_000 * 10_001);
  book.take(bookOf(true, [[9_000, 1]], [[9_001, 1]]));
  expect([book.best(), [...book.side("bids").usd]]).toEqual([{ bid: 9_000, ask: 9_001 }, [9_000]]);
});

test("an empty side is said to be empty", () => {
  const book = createKeptBook("linear", "window");
  expect([book.best(), book.side("asks").usd.length]).toEqual([undefined, 0]);
  book.take(bookOf(true, [], [[10_000, 1]]));
  expect([book.best(), book.side("bids").usd.length]).toEqual([undefined, 0]);
});
