import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Book, binOffset, planeIndex, rungStanding, scaleSide } from "./book.ts";
import { recentre, tidy } from "./book-upkeep.ts";
import { deposit } from "./deposit.ts";
import { BTC_LADDER, ORIGIN_ROW, emptyBook, tradedBetween } from "./given-book.conformance.ts";
import { layRung } from "./rung-layout.ts";
import { sweepRung } from "./sweep-plane.ts";
import { createSwept } from "./swept.ts";

const side = fc.constantFrom(0 as const, 1 as const);
const rung = fc.integer({ min: 0, max: 20 });
const coordinate = fc.double({ min: ORIGIN_ROW + 3000, max: ORIGIN_ROW + 5000, noNaN: true });
const finest = (of: { side: 0 | 1; rung: number }) => BTC_LADDER.rungs[of.side][of.rung].shift;
const put = (book: Book, of: { side: 0 | 1; rung: number; low: number; height: number; amount: number; sweptFrom?: number }) => {
  const profile = tradedBetween(of.low, of.low + of.height);
  const exactly = { isolated: [{ shift: finest(of), share: 1 }], spread: new Float64Array(0) };
  const layout = layRung(exactly, profile, { grain: 1, offset: binOffset(book, of.side * book.rungCount + of.rung) });
  const { side, rung, amount, sweptFrom = side === 0 ? Infinity : -Infinity } = of;
  return deposit(book, { side, rung, layout, total: profile.total, fastShare: 0.6, amount, sweptFrom });
};
/** Rungs kept row by row take their profile in rows. */
const fineRung = fc.integer({ min: 15, max: 20 });
const placed = fc.record({
  side,
  rung: fineRung,
  low: coordinate,
  height: fc.double({ min: 0, max: 30, noNaN: true }),
  amount: fc.double({ min: 0.1, max: 1000, noNaN: true }),
});
const massOf = (book: Book, of: { side: 0 | 1; rung: number }) => rungStanding(book, planeIndex(book, of.side, of.rung));
const sweep = (book: Book, of: { side: 0 | 1; rung: number }, at: number) =>
  sweepRung(book, of.side * book.rungCount + of.rung, at, createSwept(book.rungCount));

describe("the book", () => {
  it("conserves what is deposited", () => {
    fc.assert(
      fc.property(placed, (of) => {
        const book = emptyBook();
        expect(put(book, of)).toBeCloseTo(of.amount, 6);
        expect(massOf(book, of)).toBeCloseTo(of.amount, 6);
      }),
    );
  });

  it("takes back exactly what was deposited the same way, never more than stands", () => {
    fc.assert(
      fc.property(placed, fc.double({ min: 0.1, max: 3, noNaN: true }), (of, factor) => {
        const book = emptyBook();
        put(book, of);
        const taken = -put(book, { ...of, amount: -of.amount * factor });
        expect(taken).toBeCloseTo(of.amount * Math.min(1, factor), 6);
        const first = book.start[planeIndex(book, of.side, of.rung)];
        expect(Math.min(...book.values.subarray(first, first + 2 * book.bins[planeIndex(book, of.side, of.rung)]))).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("keeps a deposit off rows that price has been at", () => {
    fc.assert(
      fc.property(placed, fc.double({ min: -40, max: 40, noNaN: true }), (of, offset) => {
        const book = emptyBook();
        const sweptFrom = of.low + finest(of) + offset;
        put(book, { ...of, sweptFrom });
        expect(sweep(book, of, sweptFrom)).toBe(0);
      }),
    );
  });

  it("sweeps only what price reached, never adds, and nothing twice", () => {
    fc.assert(
      fc.property(placed, fc.double({ min: -60, max: 60, noNaN: true }), (of, offset) => {
        const book = emptyBook();
        put(book, of);
        const at = of.low + finest(of) + offset;
        const swept = sweep(book, of, at);
        expect(swept).toBeGreaterThanOrEqual(0);
        expect(swept + massOf(book, of)).toBeCloseTo(of.amount, 6);
        expect(sweep(book, of, at)).toBe(0);
        if (of.side === 0 ? offset < -2 : offset > of.height + 2) expect(swept).toBeCloseTo(of.amount, 6);
        if (of.side === 0 ? offset > of.height + 2 : offset < -2) expect(swept).toBe(0);
      }),
    );
  });

  it("keeps its contents when it is tidied, scaled and moved", () => {
    fc.assert(
      fc.property(placed, rung, fc.double({ min: 1e-40, max: 10, noNaN: true }), (of, _, factor) => {
        const book = emptyBook();
        put(book, of);
        scaleSide(book, of.side, factor);
        tidy(book);
        // Tidying drops ends that hold next to nothing.
        expect(Math.abs(massOf(book, of) / (of.amount * factor) - 1)).toBeLessThan(2e-4);
        const [low, high] = [book.low[planeIndex(book, of.side, of.rung)], book.origin];
        recentre(book, ORIGIN_ROW + 6500, ORIGIN_ROW + 6510);
        expect(book.origin).not.toBe(high);
        // Tidying drops ends that hold next to nothing.
        expect(Math.abs(massOf(book, of) / (of.amount * factor) - 1)).toBeLessThan(2e-4);
        expect(book.low[planeIndex(book, of.side, of.rung)] + book.origin).toBe(low + high);
      }),
    );
  });

  it("drops what lies wholly off the end of a window that moves, either way", () => {
    for (const [entered, price] of [
      [7000, -3000],
      [1000, 12_000],
    ] as const) {
      const book = emptyBook();
      const of = { side: 0, rung: 15, low: ORIGIN_ROW + entered, height: 10, amount: 5 } as const;
      put(book, of);
      recentre(book, ORIGIN_ROW + price, ORIGIN_ROW + price + 10);
      expect(massOf(book, of)).toBe(0);
      put(book, { ...of, low: ORIGIN_ROW + price });
      expect(massOf(book, of)).toBeCloseTo(5, 9);
    }
  });
});
