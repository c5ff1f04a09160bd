import { describe, expect, it } from "vitest";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { createHazards } from "./ageing.ts";
import { standing } from "./book.ts";
import { BTC } from "./given-book.conformance.ts";
import { createEstimator } from "./ladder-estimator.ts";
import { LADDER_PRIOR } from "./ladder-prior.ts";
import { reconcile } from "./reconcile.ts";

const HAZARDS = createHazards(LADDER_PRIOR);

/** A book ten minutes after its last open interest, in a market that hardly moves. */
function tenMinutesOn() {
  const estimator = createEstimator(BTC);
  for (let minute = 0; minute < 40; minute++) {
    const start = asMs(Date.UTC(2026, 0, 1) + minute * MINUTE_MS);
    const candle = { open: 90_000, close: 90_000, high: 90_010, low: 89_990, volume: 800, takerBuyVolume: undefined };
    const openInterest = minute < 30 ? { time: asMs(start + MINUTE_MS), openInterest: 50_000 } : undefined;
    estimator.step({ start, durationMs: MINUTE_MS, candle, mark: undefined, openInterest, funding: [], printed: undefined });
  }
  return estimator;
}

/** By how much each side changes when open interest does. */
function changesBy(change: (turnover: number) => number): { readonly wanted: number; readonly sides: readonly number[] } {
  const { book, ladder, pending } = tenMinutesOn();
  const stood = [standing(book, ladder, 0), standing(book, ladder, 1)];
  const wanted = change(Math.min(pending.turnover[0], pending.turnover[1]));
  reconcile(book, ladder, {
    change: wanted,
    pending,
    neverFastShare: LADDER_PRIOR.neverFastShare,
    hazards: HAZARDS,
    keeps: new Float64Array(HAZARDS.length),
  });
  return { wanted, sides: [standing(book, ladder, 0) - stood[0], standing(book, ladder, 1) - stood[1]] };
}

describe("a change of open interest", () => {
  it.each([
    ["a rise is opened", () => 700, 1],
    ["half of a fall within the turnover is closed by hazard", (turnover: number) => -0.6 * turnover, 0.5],
    ["of a fall beyond it too", (turnover: number) => -turnover - 900, 0.5],
  ])("%s, on both sides, before anything is scaled", (_, change, share) => {
    const { wanted, sides } = changesBy(change);
    expect(Math.abs(wanted)).toBeGreaterThan(1);
    for (const side of sides) expect(side / wanted / share).toBeCloseTo(1, 1);
  });
});
