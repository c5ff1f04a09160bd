import { beforeAll, describe, expect, test } from "vitest";
import { type HeatSnapshot, planeOf } from "#core/heat-column.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { planeIndex } from "#engine/book.ts";
import { type LadderEstimator, createEstimator } from "#engine/ladder-estimator.ts";
import { normalQuantile } from "#engine/normal.ts";
import { mapBands } from "./map-bands.ts";
import { type MapSpread, bandBetween, mapSpread } from "./map-spread.ts";
import { SPREAD_PRIOR, type SpreadPrior } from "./spread-prior.ts";
import { BTC } from "#engine/given-book.conformance.ts";

const START = Date.UTC(2026, 0, 1);
const MINUTES = 2 * 1440;

/** Two days of a price that swings and now and then drops through many longs; `prints` of what it forces. */
function lived(prints: "printed" | "silent"): LadderEstimator {
  const estimator = createEstimator(BTC);
  let price = 90_000;
  for (let minute = 0; minute < MINUTES; minute++) {
    const open = price;
    price *= 1 + 0.0006 * Math.sin(minute / 40) + (minute % 360 === 0 ? -0.02 : 0.00005);
    const start = START + minute * MINUTE_MS;
    const { forcedLongUsd, forcedShortUsd } = estimator.step({
      start: asMs(start),
      durationMs: MINUTE_MS,
      candle: { open, high: Math.max(open, price) * 1.0004, low: Math.min(open, price) * 0.9996, close: price, volume: 60, takerBuyVolume: undefined },
      mark: undefined,
      openInterest: minute % 5 === 4 ? { time: asMs(start + MINUTE_MS), openInterest: 50_000 * (1 + 0.05 * Math.sin(minute / 300)) } : undefined,
      funding: [],
      printed: undefined,
    });
    if (prints === "silent" || forcedLongUsd + forcedShortUsd < 1000) continue;
    const { evidence, book } = estimator;
    // Notes prints straight where the estimator keeps them, spread over rungs by what stands there.
    for (const side of [0, 1] as const)
      for (let rung = 0; rung < book.rungCount; rung++) evidence.attributed[side * book.rungCount + rung] += 40_000 * book.weight[side * book.rungCount + rung];
    evidence.printed[0] += 40_000;
    evidence.squares[0] += 40_000 * 40_000;
  }
  return estimator;
}

const meanOf = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe("the spread of a map", () => {
  let silent: LadderEstimator;
  let heard: LadderEstimator;
  let snapshot: HeatSnapshot;
  let spread: MapSpread;

  beforeAll(() => {
    silent = lived("silent");
    heard = lived("printed");
    snapshot = silent.snapshot();
    spread = silent.spread();
  });

  test("is the same for the same book, and after a save and a restore", () => {
    const restored = createEstimator(BTC);
    restored.restore(silent.save());
    expect(restored.spread()).toEqual(spread);
    expect(silent.spread()).toEqual(spread);
    expect(restored.grounds).toEqual(silent.grounds);
  });

  test("shrinks with what has printed", () => {
    const narrower = heard.spread();
    for (const side of [0, 1] as const) expect(meanOf(narrower.variance[side])).toBeLessThan(0.9 * meanOf(spread.variance[side]));
    expect(heard.grounds.learnedOrders).toBeGreaterThan(2);
    expect(silent.grounds).toMatchObject({ learnedOrders: 0, bookDays: 2, coveredShare: 1 });
  });

  test("is, to first order, what maps vary by when rung weights are drawn and each side is scaled to open interest again", () => {
    const small: SpreadPrior = { ...SPREAD_PRIOR, side: 0, bin: 0, rung: { variance: 0.0004, orders: 50 }, trend: { variance: 0, orders: 15 } };
    const of = { ladder: silent.ladder, evidence: silent.evidence, openInterest: silent.state.openInterest, openInterestUsd: snapshot.openInterestUsd };
    const stated = mapSpread(silent.book, { ...of, firstRow: snapshot.firstRow, rowCount: snapshot.rowCount }, small);
    const drawn = variancesOfDraws(silent, 0.02, 400);
    const compared = drawn.flatMap(({ usd, variance }, bin) => (usd > 1e5 ? [stated.variance[0][bin] / variance] : []));
    expect(compared.length).toBeGreaterThan(100);
    expect(Math.abs(meanOf(compared) - 1)).toBeLessThan(0.1);
    expect(compared.filter((ratio) => ratio > 0.8 && ratio < 1.25).length / compared.length).toBeGreaterThan(0.9);
  });

  test("bands stand around the map's own dollars, bin by bin, and lose none of them", () => {
    const { firstBin, rowsPerBin, binCount, long, short } = mapBands(snapshot, spread);
    expect(rowsPerBin).toBe(10);
    expect(firstBin * rowsPerBin).toBeLessThanOrEqual(snapshot.firstRow);
    const bin = binCount >> 2;
    let here = 0;
    for (let row = (firstBin + bin) * rowsPerBin; row < (firstBin + bin + 1) * rowsPerBin; row++)
      for (let tier = 0; tier < 5; tier++) here += snapshot.usd[planeOf(0, tier) * snapshot.rowCount + row - snapshot.firstRow];
    expect(long.usd[bin]).toBeCloseTo(here, 3);
    const total = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0);
    expect((total(long.usd) + total(short.usd)) / total(snapshot.usd)).toBeCloseTo(1, 9);
    for (const side of [long, short])
      for (let at = 0; at < binCount; at++) {
        expect(side.p10[at]).toBeGreaterThanOrEqual(0);
        expect(side.p90[at]).toBeGreaterThanOrEqual(side.p10[at]);
        if (side.usd[at] > spread.positionUsd) expect(side.p90[at]).toBeGreaterThan(side.usd[at]);
      }
  });

  test("a cluster's band is narrower, for its dollars, than that of a bin of it: it holds more positions", () => {
    const bin = spread.firstBin + (spread.binCount >> 2);
    const one = bandBetween(spread, { side: 0, fromRow: bin * 10, toRow: bin * 10 + 10, usd: 4e6 });
    const five = bandBetween(spread, { side: 0, fromRow: bin * 10 - 20, toRow: bin * 10 + 30, usd: 20e6 });
    expect(five.confidence).toBeGreaterThan(one.confidence);
    const beyond = bandBetween(spread, {
      side: 1,
      fromRow: (spread.firstBin + spread.binCount + 50) * 10,
      toRow: (spread.firstBin + spread.binCount + 51) * 10,
      usd: 1e7,
    });
    expect(beyond.p90).toBeGreaterThan(1e7);
  });
});

const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61];

/** Variance of ln(USD) per long bin when each rung's weight is off by `sigma`, independently; the same draws each time. */
function variancesOfDraws(estimator: LadderEstimator, sigma: number, draws: number): readonly { usd: number; variance: number }[] {
  const { book } = estimator;
  const kept = book.weight.slice();
  const scale = book.scale.slice();
  const logs: number[][] = [];
  const plain = mapBands(estimator.snapshot(), estimator.spread()).long.usd;
  for (let draw = 1; draw <= draws; draw++) {
    for (let rung = 0; rung < book.rungCount; rung++) book.weight[rung] = kept[rung] * Math.exp(sigma * normalQuantile((draw * Math.sqrt(PRIMES[rung])) % 1));
    const { rungs, never } = estimator.standingByRung(0);
    const total = rungs.reduce((sum, amount) => sum + amount, never);
    for (let p = planeIndex(book, 0, 0); p < planeIndex(book, 1, 0); p++) book.scale[p] = (scale[p] * estimator.state.openInterest) / total;
    logs.push(Array.from(mapBands(estimator.snapshot(), estimator.spread()).long.usd, Math.log));
    book.scale.set(scale);
  }
  book.weight.set(kept);
  return Array.from(plain, (usd, bin) => {
    const values = logs.map((log) => log[bin]);
    const mean = meanOf(values);
    return { usd, variance: meanOf(values.map((value) => (value - mean) ** 2)) };
  });
}
