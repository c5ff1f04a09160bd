import { describe, expect, it } from "vitest";
import { rowOf } from "#core/price-rows.ts";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { type LadderEstimator, createEstimator } from "./ladder-estimator.ts";
import type { StepInput } from "./step.ts";
import { BTC } from "./given-book.conformance.ts";

const START = Date.UTC(2026, 0, 1);
const OPEN_INTEREST = 50_000;

/** A minute around a price, with a sample of open interest. */
function minuteAt(time: number, price: number, volume = 60, openInterest = OPEN_INTEREST): StepInput {
  return {
    start: asMs(time),
    durationMs: MINUTE_MS,
    candle: { open: price, high: price * 1.0003, low: price * 0.9997, close: price, volume, takerBuyVolume: undefined },
    mark: undefined,
    openInterest: { time: asMs(time + MINUTE_MS), openInterest },
    funding: [],
    printed: undefined,
  };
}

/** A day at 90,000, then nothing for `hours`, then a minute at `price`. */
function afterHole(hours: number, price: number): LadderEstimator {
  const estimator = createEstimator(BTC);
  for (let minute = 0; minute < 1440; minute++) estimator.step(minuteAt(START + minute * MINUTE_MS, 90_000));
  estimator.step(minuteAt(START + 1440 * MINUTE_MS + hours * HOUR_MS, price));
  return estimator;
}

const standing = (estimator: LadderEstimator, side: 0 | 1): number => {
  const { rungs, never } = estimator.standingByRung(side);
  return rungs.reduce((sum, value) => sum + value, never);
};

/** USD of longs that liquidate within [from, to) of the map. */
function longsWithin(estimator: LadderEstimator, from: number, to: number): number {
  const { usd, firstRow, rowCount } = estimator.snapshot();
  let sum = 0;
  for (let tier = 0; tier < 5; tier++) for (let row = Math.max(0, rowOf(from) - firstRow); row < rowOf(to) - firstRow; row++) sum += usd[tier * rowCount + row];
  return sum;
}

describe("a long hole in the data", () => {
  it("leaves open interest whole on both sides, and nothing on the wrong side of price", () => {
    const estimator = afterHole(48, 70_000);
    expect(standing(estimator, 0)).toBeCloseTo(OPEN_INTEREST, 6);
    expect(standing(estimator, 1)).toBeCloseTo(OPEN_INTEREST, 6);
    expect(longsWithin(estimator, 70_100, 90_000)).toBeCloseTo(0, 6);
  });

  it("opens around the new price what was closed meanwhile", () => {
    expect(longsWithin(afterHole(48, 70_000), 66_000, 69_900)).toBeGreaterThan(0.02 * OPEN_INTEREST * 70_000);
  });

  it("keeps most of an old book after some hours, little after a month", () => {
    const wall = (hours: number) => longsWithin(afterHole(hours, 90_000), 80_500, 82_000);
    const short = wall(1);
    expect(wall(7)).toBeGreaterThan(0.7 * short);
    expect(wall(24 * 30)).toBeLessThan(0.9 * short);
  });

  it("forces little of what price went through unseen", () => {
    const forced = (hours: number) => {
      const estimator = createEstimator(BTC);
      for (let minute = 0; minute < 1440; minute++) estimator.step(minuteAt(START + minute * MINUTE_MS, 90_000, 60_000));
      return estimator.step(minuteAt(START + 1440 * MINUTE_MS + hours * HOUR_MS, 70_000, 60_000)).forcedLongUsd;
    };
    expect(forced(48)).toBeLessThan(0.01 * forced(1));
  });
});

describe("closes", () => {
  it("are bounded by the volume that is not needed for the change of open interest", () => {
    const time = START + 1440 * MINUTE_MS;
    const wallAfter = (volume: number) => {
      const estimator = createEstimator(BTC);
      for (let minute = 0; minute < 1440; minute++) estimator.step(minuteAt(START + minute * MINUTE_MS, 90_000));
      const before = longsWithin(estimator, 80_500, 82_000);
      estimator.step(minuteAt(time, 96_000, volume, OPEN_INTEREST + 500));
      return longsWithin(estimator, 80_500, 82_000) / before;
    };
    // All of a minute's volume is the rise: nobody can have closed, so what stood still stands, with a little of what opened.
    expect(wallAfter(500)).toBeGreaterThan(1);
    expect(wallAfter(20_000)).toBeLessThan(wallAfter(500) - 0.001);
  });
});
