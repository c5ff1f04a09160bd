import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Instrument } from "#core/instrument.ts";
import { age, createHazards, keepsOver } from "./ageing.ts";
import { type Book, createBook, planeIndex, rungStanding, scaleSide } from "./book.ts";
import { recentre, tidy } from "./book-upkeep.ts";
import { deposit } from "./deposit.ts";
import { createLadder } from "./ladder.ts";
import { LADDER_PRIOR } from "./ladder-prior.ts";
import { marginRuleAt } from "./margin/margin-rule.ts";
import { sweepRung } from "./sweep-plane.ts";
import { addTraded, createProfile, resetProfile } from "./price-path.ts";

const BTC: Instrument = {
  exchange: "binance",
  symbol: "BTCUSDT",
  coin: "BTC",
  contract: "linear",
  contractSize: 1,
  tickSize: 0.1,
  marginModel: "binance-usdm",
};
const LADDER = createLadder(BTC, marginRuleAt(BTC, Date.UTC(2026, 0, 1)), LADDER_PRIOR);
const ORIGIN = 52_904;

function bookWithOrigin(): Book {
  const book = createBook(LADDER, 8192);
  book.origin = ORIGIN;
  return book;
}

function tradedBetween(low: number, high: number) {
  const profile = createProfile();
  resetProfile(profile, low, high);
  addTraded(profile, low, high, 3);
  return profile;
}

const side = fc.constantFrom(0 as const, 1 as const);
const rung = fc.integer({ min: 0, max: 17 });
const coordinate = fc.double({ min: ORIGIN + 3000, max: ORIGIN + 5000, noNaN: true });
const finest = (of: { side: 0 | 1; rung: number }) => LADDER.rungs[of.side][of.rung].shift;
const put = (book: Book, of: { side: 0 | 1; rung: number; low: number; height: number; amount: number }) =>
  deposit(book, {
    side: of.side,
    rung: of.rung,
    profile: tradedBetween(of.low, of.low + of.height),
    shift: finest(of),
    fastShare: 0.6,
    amount: of.amount,
    sweptFrom: of.side === 0 ? Infinity : -Infinity,
  });
/** Rungs kept row by row take their profile in rows. */
const fineRung = fc.integer({ min: 14, max: 17 });
const placed = fc.record({
  side,
  rung: fineRung,
  low: coordinate,
  height: fc.double({ min: 0, max: 30, noNaN: true }),
  amount: fc.double({ min: 0.1, max: 1000, noNaN: true }),
});
const massOf = (book: Book, of: { side: 0 | 1; rung: number }) => rungStanding(book, planeIndex(book, of.side, of.rung));
const sweep = (book: Book, of: { side: 0 | 1; rung: number }, at: number) =>
  sweepRung(book, of.side * book.rungCount + of.rung, at, new Float64Array(book.scale.length));

describe("the book", () => {
  it("conserves what is deposited", () => {
    fc.assert(
      fc.property(placed, (of) => {
        const book = bookWithOrigin();
        expect(put(book, of)).toBeCloseTo(of.amount, 6);
        expect(massOf(book, of)).toBeCloseTo(of.amount, 6);
      }),
    );
  });

  it("takes back exactly what was deposited the same way, never more than stands", () => {
    fc.assert(
      fc.property(placed, fc.double({ min: 0.1, max: 3, noNaN: true }), (of, factor) => {
        const book = bookWithOrigin();
        put(book, of);
        const taken = -put(book, { ...of, amount: -of.amount * factor });
        expect(taken).toBeCloseTo(of.amount * Math.min(1, factor), 6);
        expect(book.values.every((value) => value >= 0)).toBe(true);
      }),
    );
  });

  it("keeps a deposit off rows that price has been at", () => {
    fc.assert(
      fc.property(placed, fc.double({ min: -40, max: 40, noNaN: true }), (of, offset) => {
        const book = bookWithOrigin();
        const sweptFrom = of.low + finest(of) + offset;
        deposit(book, {
          side: of.side,
          rung: of.rung,
          profile: tradedBetween(of.low, of.low + of.height),
          shift: finest(of),
          fastShare: 0.6,
          amount: of.amount,
          sweptFrom,
        });
        expect(sweep(book, of, sweptFrom)).toBe(0);
      }),
    );
  });

  it("sweeps only what price reached, never adds, and nothing twice", () => {
    fc.assert(
      fc.property(placed, fc.double({ min: -60, max: 60, noNaN: true }), (of, offset) => {
        const book = bookWithOrigin();
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

  it("ages by composition: two spans are their sum", () => {
    fc.assert(
      fc.property(placed, fc.double({ min: 0, max: 100, noNaN: true }), fc.double({ min: 0, max: 100, noNaN: true }), (of, a, b) => {
        const hazards = createHazards(LADDER_PRIOR);
        const over = (hours: number) => keepsOver(hazards, hours, new Float64Array(hazards.length));
        const [once, twice] = [bookWithOrigin(), bookWithOrigin()];
        put(once, of);
        put(twice, of);
        age(once, of.side, over(a + b));
        age(twice, of.side, over(a));
        age(twice, of.side, over(b));
        expect(massOf(once, of)).toBeCloseTo(massOf(twice, of), 8);
      }),
    );
  });

  it("keeps its contents when it is tidied, scaled and moved", () => {
    fc.assert(
      fc.property(placed, rung, fc.double({ min: 1e-40, max: 10, noNaN: true }), (of, _, factor) => {
        const book = bookWithOrigin();
        put(book, of);
        scaleSide(book, of.side, factor);
        tidy(book);
        expect(massOf(book, of) / (of.amount * factor)).toBeCloseTo(1, 6);
        const [low, high] = [book.low[planeIndex(book, of.side, of.rung)], book.origin];
        recentre(book, ORIGIN + 6500, ORIGIN + 6510);
        expect(book.origin).not.toBe(high);
        expect(massOf(book, of) / (of.amount * factor)).toBeCloseTo(1, 6);
        expect(book.low[planeIndex(book, of.side, of.rung)] + book.origin).toBe(low + high);
      }),
    );
  });
});
