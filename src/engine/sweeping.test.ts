import { describe, expect, it } from "vitest";
import { planeIndex, rungStanding } from "./book.ts";
import { BTC_LADDER, PRICE_ROW, openedBook, rungOf } from "./given-book.conformance.ts";
import { LADDER_PRIOR } from "./ladder-prior.ts";
import { thinApproached } from "./sweeping.ts";

const { distanceLeft } = LADDER_PRIOR.approach;
const TWENTY = rungOf(20);
/** Only one rung counts, and everything of it was entered at one price. */
function bookOfOneRung(side: 0 | 1) {
  const book = openedBook({ amount: 100, low: PRICE_ROW, high: PRICE_ROW });
  book.weight.fill(0);
  book.weight[side * book.rungCount + TWENTY] = 1;
  return book;
}
/** Where the mark is after a share of the way from entry to liquidation. */
const after = (side: 0 | 1, share: number) => PRICE_ROW + BTC_LADDER.rungs[side][TWENTY].shift * share;

describe("owners who see liquidation come near", () => {
  it.each([0, 1] as const)("close when a third of the distance is left, not before, side %i", (side) => {
    const book = bookOfOneRung(side);
    const stood = rungStanding(book, planeIndex(book, side, TWENTY));
    const approach = { distanceLeft, closes: 0.55 };
    const early = thinApproached(book, BTC_LADDER, { from: after(side, 0), to: after(side, 1 - distanceLeft - 0.17) }, approach);
    const due = thinApproached(book, BTC_LADDER, { from: after(side, 1 - distanceLeft - 0.17), to: after(side, 1 - distanceLeft + 0.17) }, approach);
    expect(early).toBe(0);
    expect(due).toBeCloseTo(0.55 * stood, 9);
    expect(thinApproached(book, BTC_LADDER, { from: after(side, 1 - distanceLeft), to: after(side, 0.99) }, approach)).toBe(0);
  });

  it("are of the side that price moves against", () => {
    const book = bookOfOneRung(1);
    expect(thinApproached(book, BTC_LADDER, { from: after(0, 0), to: after(0, 0.9) }, { distanceLeft, closes: 0.5 })).toBe(0);
    expect(rungStanding(book, planeIndex(book, 1, TWENTY))).toBeCloseTo(100, 9);
  });
});
