import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { age, createHazards, hoursToClose, keepsOver, voluntaryCloses } from "./ageing.ts";
import { type Book, COHORTS, FAST, SETTLED, SLOW, planeIndex, rungStanding, standing } from "./book.ts";
import { BTC_LADDER, PRICE_ROW, openedBook, settle, rungOf } from "./given-book.conformance.ts";
import { LADDER_PRIOR } from "./ladder-prior.ts";

const HAZARDS = createHazards(LADDER_PRIOR);
const keepsAfter = (hours: number) => keepsOver(HAZARDS, hours, new Float64Array(HAZARDS.length));
const stands = (book: Book, side: 0 | 1) => standing(book, BTC_LADDER, side);

/** A book with something in every cohort of every rung. */
function settledBook(): Book {
  const book = openedBook({ amount: 700, low: PRICE_ROW, high: PRICE_ROW + 40 });
  for (const side of [0, 1] as const) {
    for (let rung = 0; rung < book.rungCount; rung++) {
      const { shift } = BTC_LADDER.rungs[side][rung];
      settle(book, { side, rung, from: PRICE_ROW + 20 + shift, to: PRICE_ROW + 9000, closes: 0.4 });
    }
  }
  return book;
}

describe("ageing", () => {
  it("closes as much as it said, and leaves the other side alone", () => {
    const book = settledBook();
    const [long, short] = [stands(book, 0), stands(book, 1)];
    const expected = voluntaryCloses(book, 0, keepsAfter(7));
    expect(expected).toBeGreaterThan(0.01 * long);
    age(book, 0, keepsAfter(7));
    expect(long - stands(book, 0)).toBeCloseTo(expected, 9);
    expect(stands(book, 1)).toBe(short);
  });

  it("composes: two spans are their sum, in every plane", () => {
    const span = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(span, span, fc.constantFrom(0 as const, 1 as const), (a, b, side) => {
        const [once, twice] = [settledBook(), settledBook()];
        age(once, side, keepsAfter(a + b));
        age(twice, side, keepsAfter(a));
        age(twice, side, keepsAfter(b));
        for (let p = 0; p < once.scale.length; p++) expect(twice.mass[p] * twice.scale[p]).toBeCloseTo(once.mass[p] * once.scale[p], 8);
        once.never.forEach((value, i) => expect(twice.never[i]).toBeCloseTo(value, 8));
      }),
      { numRuns: 20 },
    );
  });

  it("finds the hours in which owners close exactly an amount, small or nearly all", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 0.999, noNaN: true }), fc.constantFrom(0 as const, 1 as const), (share, side) => {
        const book = settledBook();
        const before = stands(book, side);
        const keeps = new Float64Array(HAZARDS.length);
        hoursToClose(book, { side, hazards: HAZARDS, amount: before * share, keeps });
        age(book, side, keeps);
        expect((before - stands(book, side)) / (before * share)).toBeCloseTo(1, 8);
      }),
    );
  });

  it("goes by the ladder's weights when it looks for those hours", () => {
    const keeps = new Float64Array(HAZARDS.length);
    const hoursWith = (heavy: number) => {
      const book = settledBook();
      book.weight.fill(0);
      book.weight[heavy] = 1;
      book.neverWeight.fill(0);
      return hoursToClose(book, { side: 0, hazards: HAZARDS, amount: rungStanding(book, planeIndex(book, 0, heavy)) / 2, keeps });
    };
    expect(hoursWith(1) / hoursWith(14)).toBeGreaterThan(5);
  });

  it("gives up in finite time when a side holds less than is to be closed", () => {
    const keeps = new Float64Array(HAZARDS.length);
    const book = settledBook();
    expect(hoursToClose(book, { side: 0, hazards: HAZARDS, amount: stands(book, 0) * 2, keeps })).toBeLessThanOrEqual(1e6);
    expect(keeps.every((keep) => keep >= 0 && keep <= 1)).toBe(true);
  });
});

describe("hazards", () => {
  const { rungs, holding } = LADDER_PRIOR;
  const leverages = rungs.map(({ leverage }) => leverage);
  const of = (leverage: number, cohort: number) => HAZARDS[rungOf(leverage) * COHORTS + cohort];

  it("are those of the stated half-lives up to the leverage that these are stated at", () => {
    expect(of(2, FAST)).toBeCloseTo(Math.LN2 / holding.fastHalfLifeHours, 12);
    expect(of(5, SLOW)).toBeCloseTo(Math.LN2 / holding.slowHalfLifeHours, 12);
    expect(HAZARDS[rungs.length * COHORTS + SLOW]).toBeCloseTo(Math.LN2 / holding.slowHalfLifeHours, 12);
  });

  it("grow with leverage above it, in every cohort", () => {
    for (const cohort of [FAST, SLOW, SETTLED]) {
      for (let rung = 1; rung < rungs.length; rung++) {
        const ratio = of(leverages[rung], cohort) / of(leverages[rung - 1], cohort);
        if (leverages[rung] <= holding.statedAtLeverage || leverages[rung] === leverages[rung - 1]) expect(ratio).toBe(1);
        else expect(ratio).toBeGreaterThan(1);
      }
      expect(of(20, cohort) / of(5, cohort)).toBeCloseTo(4 ** holding.leverageExponent, 9);
    }
  });

  it("of those who have held on once are those of the slow", () => {
    for (const leverage of leverages) expect(of(leverage, SETTLED)).toBe(of(leverage, SLOW));
  });

  it("of slow positions agree with the holding times measured on Hyperliquid, of 116 h at 7-15x and 59 h above, to a fifth", () => {
    expect(Math.abs(Math.log(1 / of(10, SLOW) / 116))).toBeLessThan(0.2);
    expect(Math.abs(Math.log(1 / of(25, SLOW) / 59))).toBeLessThan(0.2);
  });
});
