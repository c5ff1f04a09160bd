import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Book, COHORTS, FAST, SETTLED, SLOW, binOffset, planeIndex, rungStanding } from "./book.ts";
import { BTC_LADDER, PRICE_ROW, openedBook, settle, rungOf } from "./given-book.conformance.ts";
import { sweepRung } from "./sweep-plane.ts";
import { createSwept } from "./swept.ts";

const side = fc.constantFrom(0 as const, 1 as const);
const rung = fc.integer({ min: 0, max: 20 });
const closes = fc.double({ min: 0.05, max: 0.95, noNaN: true });
const rows = fc.double({ min: -60, max: 120, noNaN: true });

/** A hundred in every rung, in planes of different scales. */
function givenBook(): Book {
  const book = openedBook({ amount: 100, low: PRICE_ROW, high: PRICE_ROW + 60 });
  for (let p = 0; p < book.scale.length; p++) {
    const scale = 0.25 + (p % COHORTS);
    book.scale[p] *= scale;
    book.mass[p] /= scale;
    for (let bin = book.start[p]; bin < book.start[p] + book.bins[p]; bin++) book.values[bin] /= scale;
  }
  return book;
}
const stands = (book: Book, of: { side: 0 | 1; rung: number }) => rungStanding(book, planeIndex(book, of.side, of.rung));
/** The band of rows whose entries were `from` to `to` rows above the price. */
const bandOf = (of: { side: 0 | 1; rung: number }, between: readonly [number, number]) => {
  const at = PRICE_ROW + BTC_LADDER.rungs[of.side][of.rung].shift;
  return { from: at + Math.min(...between), to: at + Math.max(...between) };
};
const inCohort = (book: Book, of: { side: 0 | 1; rung: number }, cohort: number) => {
  const p = planeIndex(book, of.side, of.rung) + cohort;
  return book.mass[p] * book.scale[p];
};
const summed = (book: Book, p: number) => book.values.subarray(book.start[p], book.start[p] + book.bins[p]).reduce((sum, value) => sum + value, 0);

describe("settling", () => {
  it("conserves: what left and what stands are what stood", () => {
    fc.assert(
      fc.property(fc.record({ side, rung }), rows, rows, closes, (of, a, b, share) => {
        const book = givenBook();
        const before = stands(book, of);
        const open = inCohort(book, of, FAST) + inCohort(book, of, SLOW);
        const left = settle(book, { ...of, ...bandOf(of, [a, b]), closes: share });
        expect(left + stands(book, of)).toBeCloseTo(before, 9);
        const acted = open - inCohort(book, of, FAST) - inCohort(book, of, SLOW);
        expect(left).toBeCloseTo(acted * share, 9);
        expect(inCohort(book, of, SETTLED)).toBeCloseTo(acted * (1 - share), 9);
        for (let p = planeIndex(book, of.side, of.rung), end = p + SETTLED; p <= end; p++) expect(summed(book, p)).toBeCloseTo(book.mass[p], 9);
      }),
    );
  });

  it("is done once: price that comes back to the same rows takes nothing more", () => {
    fc.assert(
      fc.property(fc.record({ side, rung }), rows, rows, closes, (of, a, b, share) => {
        const book = givenBook();
        const band = { ...bandOf(of, [a, b]), closes: share };
        settle(book, { ...of, ...band });
        const after = stands(book, of);
        expect(settle(book, { ...of, ...band })).toBe(0);
        expect(stands(book, of)).toBe(after);
      }),
    );
  });

  it("takes the whole band when it covers all entries, and only what is new of a wider one", () => {
    const of = { side: 0, rung: rungOf(75) } as const;
    const [inParts, atOnce] = [givenBook(), givenBook()];
    const parts = [bandOf(of, [-20, 10]), bandOf(of, [-20, 35]), bandOf(of, [-20, 90])].map((band) => settle(inParts, { ...of, ...band, closes: 0.5 }));
    const whole = settle(atOnce, { ...of, ...bandOf(of, [-20, 90]), closes: 0.5 });
    for (const part of parts) expect(part).toBeGreaterThan(0);
    expect(parts[0] + parts[1] + parts[2]).toBeCloseTo(whole, 9);
    expect(whole).toBeCloseTo(50, 9);
    expect(stands(inParts, of)).toBeCloseTo(50, 9);
  });

  it("leaves what is outside the band where it is, and what settles on its rows", () => {
    const of = { side: 1, rung: rungOf(100) } as const;
    const book = givenBook();
    const p = planeIndex(book, of.side, of.rung);
    const before = book.values.slice();
    const band = bandOf(of, [10, 30]);
    settle(book, { ...of, ...band, closes: 0.25 });
    const offset = binOffset(book, of.side * book.rungCount + of.rung);
    for (let bin = 0; bin < book.bins[p]; bin++) {
      const centre = bin + 0.5 - offset;
      const inside = centre >= band.from && centre < band.to;
      const was = before[book.start[p] + bin];
      expect(book.values[book.start[p] + bin]).toBe(inside ? 0 : was);
      const stood = was * book.scale[p] + before[book.start[p + SLOW] + bin] * book.scale[p + SLOW];
      expect(book.values[book.start[p + SETTLED] + bin] * book.scale[p + SETTLED]).toBeCloseTo(inside ? stood * 0.75 : 0, 12);
    }
  });
});

describe("a sweep", () => {
  it("takes those who have settled with the rest, and says how much of each plane it took", () => {
    fc.assert(
      fc.property(fc.record({ side, rung }), rows, rows, (of, settledTo, reached) => {
        const book = givenBook();
        const far = of.side === 0 ? 900 : -900;
        settle(book, { ...of, ...bandOf(of, [settledTo, far]), closes: 0.3 });
        const before = stands(book, of);
        const into = createSwept(book.rungCount);
        into.noting = true;
        const at = bandOf(of, [reached, reached]).from;
        const swept = sweepRung(book, of.side * book.rungCount + of.rung, at, into);
        expect(swept + stands(book, of)).toBeCloseTo(before, 9);
        expect(into.perPlane.reduce((sum, value) => sum + value, 0)).toBeCloseTo(swept, 9);
        expect(into.amount.subarray(0, into.count).reduce((sum, value) => sum + value, 0)).toBeCloseTo(swept, 9);
        const p = planeIndex(book, of.side, of.rung);
        expect(into.perPlane[p] + into.perPlane[p + SLOW] + into.perPlane[p + SETTLED]).toBeCloseTo(swept, 9);
      }),
    );
  });
});
