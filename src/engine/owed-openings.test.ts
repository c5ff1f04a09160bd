import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { standing } from "./book.ts";
import { createEstimator } from "./ladder-estimator.ts";
import { FAR_ROWS } from "./ladder.ts";
import { canWait, layOut } from "./owed-openings.ts";
import { BTC } from "./given-book.conformance.ts";

/** An estimate some minutes after its last open interest, in a market that hardly moves. */
function estimatorThatOwes(minutes: number) {
  const estimator = createEstimator(BTC);
  for (let minute = 0; minute < 30 + minutes; minute++) {
    const start = asMs(Date.UTC(2026, 0, 1) + minute * MINUTE_MS);
    const open = 90_000 * (1 + 0.0003 * Math.sin(minute));
    const close = 90_000 * (1 + 0.0003 * Math.sin(minute + 1));
    const candle = { open, close, high: Math.max(open, close) * 1.0001, low: Math.min(open, close) * 0.9999, volume: 80, takerBuyVolume: undefined };
    const openInterest = minute < 30 ? { time: asMs(start + MINUTE_MS), openInterest: 50_000 + minute } : undefined;
    estimator.step({ start, durationMs: MINUTE_MS, candle, mark: undefined, openInterest, funding: [], printed: undefined });
  }
  return estimator;
}

describe("owed openings", () => {
  it("read the same before and after they are laid out", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (minutes) => {
        const estimator = estimatorThatOwes(minutes);
        expect(estimator.book.owed.amount[0]).toBeGreaterThan(0);
        const reaches = [undefined, 0.15] as const;
        const before = reaches.map((reach) => estimator.snapshot(undefined, reach).usd);
        const stood = [standing(estimator.book, estimator.ladder, 0), standing(estimator.book, estimator.ladder, 1)];
        layOut(estimator.book, estimator.ladder, [0, 0]);
        expect(estimator.book.owed.amount[0]).toBe(0);
        reaches.forEach((reach, at) => {
          const after = estimator.snapshot(undefined, reach).usd;
          const total = after.reduce((sum, usd) => sum + usd, 0);
          const moved = after.reduce((sum, usd, i) => sum + Math.abs(usd - before[at][i]), 0);
          expect(moved / total).toBeLessThan(1e-6);
        });
        for (const side of [0, 1] as const) expect(standing(estimator.book, estimator.ladder, side) / stood[side]).toBeCloseTo(1, 9);
      }),
      { numRuns: 15 },
    );
  });

  it("wait only while price is far from every rung they are for", () => {
    const { book, ladder } = estimatorThatOwes(3);
    const { first, count } = book.owed.profile;
    expect(canWait(book.owed, first, first + count)).toBe(true);
    expect(canWait(book.owed, first - FAR_ROWS / 2, first)).toBe(false);
    for (const side of [0, 1] as const) for (const rung of ladder.rungs[side].slice(0, ladder.farRungs)) expect(rung.nearest).toBeGreaterThanOrEqual(FAR_ROWS);
  });
});
