import { describe, expect, it } from "vitest";
import { createHazards } from "./ageing.ts";
import { COHORTS, FAST, SETTLED, SLOW, planeIndex } from "./book.ts";
import { coldStart } from "./cold-start.ts";
import { BTC_LADDER, PRICE_ROW, emptyBook, rungOf } from "./given-book.conformance.ts";
import { LADDER_PRIOR } from "./ladder-prior.ts";

const HAZARDS = createHazards(LADDER_PRIOR);
const book = emptyBook();
coldStart(book, BTC_LADDER, LADDER_PRIOR, PRICE_ROW);
const stands = (p: number) => book.mass[p] * book.scale[p];

describe("the first book", () => {
  it("holds of each rung what a day opens times the days that its owners hold, where price cannot have closed it", () => {
    // The fast cohort up to 25x: hours old, with liquidation some deviations away.
    BTC_LADDER.rungs.forEach((rungs, side) =>
      rungs.forEach(({ leverage, fastShare }, rung) => {
        if (leverage > 25) return;
        const days = 1 / HAZARDS[rung * COHORTS + FAST] / 24;
        expect(stands(planeIndex(book, side, rung)) / (fastShare * days)).toBeCloseTo(1, 1);
      }),
    );
  });

  it("holds less of what price would have closed meanwhile, and nobody has settled yet", () => {
    const kept = (rung: number) => {
      const { fastShare } = BTC_LADDER.rungs[0][rung];
      return (stands(planeIndex(book, 0, rung) + SLOW) * HAZARDS[rung * COHORTS + SLOW] * 24) / (1 - fastShare);
    };
    for (let rung = 1; rung < BTC_LADDER.rungs[0].length; rung++) {
      if (BTC_LADDER.rungs[0][rung].priorWeight > 0) expect(kept(rung)).toBeLessThan(kept(rung - 1) * 1.01);
      expect(stands(planeIndex(book, 0, rung) + SETTLED)).toBe(0);
    }
    expect(kept(0)).toBeGreaterThan(0.95);
    expect(kept(rungOf(100))).toBeLessThan(0.5);
  });

  it("holds in the never rung what holding times make of its openings", () => {
    const { neverFastShare, holding } = LADDER_PRIOR;
    const ratio = ((1 - neverFastShare) * holding.slowHalfLifeHours) / (neverFastShare * holding.fastHalfLifeHours);
    for (const side of [0, 1]) expect(book.never[side * 2 + SLOW] / book.never[side * 2 + FAST]).toBeCloseTo(ratio, 9);
  });
});
