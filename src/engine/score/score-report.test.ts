import { describe, expect, it } from "vitest";
import { asMs } from "#core/units.ts";
import { priceMemory, priceRange, volumeProfile } from "./baselines.ts";
import { blockBootstrap } from "./block-bootstrap.ts";
import { meanLogScore } from "./log-score.ts";
import type { Observation } from "./observation.ts";
import { createObservationLog } from "./observation-log.ts";
import { correlationOfBlocks, ranksOf, sumBlocks } from "./rank-correlation.ts";
import { scoreSides } from "./score-report.ts";
import { seededUniform } from "./seeded-uniform.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);

function observationsOf(count: number, of: (i: number, random: () => number) => Partial<Observation>): Observation[] {
  const random = seededUniform(5);
  return Array.from({ length: count }, (_, i) => ({
    start: START + i * HOUR,
    open: 100,
    high: 101,
    low: 99,
    volume: 10,
    predictedUsd: [1, 1],
    forcedUsd: [1, 1],
    realisedUsd: [1, 1],
    ...of(i, random),
  }));
}

describe("rank correlation", () => {
  it("shares ranks among ties", () => expect([...ranksOf([5, 1, 5, 9])]).toEqual([1.5, 0, 1.5, 3]));

  it("is 1, -1 and 0 where it should be, and looks at the given blocks only", () => {
    const of = (a: number[], b: number[], blocks: number[], chosen: number[]) =>
      correlationOfBlocks(sumBlocks(Float64Array.from(a), Float64Array.from(b), blocks, 3), chosen);
    expect(of([1, 2, 3], [2, 4, 6], [0, 1, 2], [0, 1, 2])).toBeCloseTo(1, 12);
    expect(of([1, 2, 3], [6, 4, 2], [0, 1, 2], [0, 1, 2])).toBeCloseTo(-1, 12);
    expect(of([1, 1, 1], [6, 4, 2], [0, 1, 2], [0, 1, 2])).toBe(0);
    expect(of([1, 2, 99], [2, 4, -50], [0, 1, 2], [0, 1, 1])).toBeCloseTo(1, 12);
  });
});

describe("block bootstrap", () => {
  it("draws blocks with repeats, the same way every time, around the value of all of them", () => {
    const weights = [1, 2, 6];
    const repeats = new Set<number>();
    const statistic = (blocks: Int32Array) => {
      repeats.add(new Set(blocks).size);
      return blocks.reduce((total, block) => total + weights[block], 0);
    };
    const first = blockBootstrap(3, statistic);
    expect(first).toEqual(blockBootstrap(3, statistic));
    expect(first).toEqual({ value: 9, low: expect.any(Number), high: expect.any(Number) });
    expect(first.low).toBeLessThan(9);
    expect(first.high).toBeGreaterThan(9);
    expect(repeats).toEqual(new Set([1, 2, 3]));
  });
});

describe("baselines", () => {
  const observations = observationsOf(4, (i) => ({ low: [99, 97, 98, 96][i], high: [101, 102, 103, 101][i] }));

  it("price range is the move against the side", () => {
    expect([...priceRange(observations, 0)].map((value) => Number(value.toFixed(4)))).toEqual([0.01, 0.03, 0.02, 0.04]);
    expect([...priceRange(observations, 1)].map((value) => Number(value.toFixed(4)))).toEqual([0.01, 0.02, 0.03, 0.01]);
  });

  it("price memory counts only what goes beyond the extremes of each look-back", () => {
    // Hour 2 fell to 98: beyond the open (look-back 0), not beyond the low of 97 an hour before.
    expect(priceMemory(observations, 0)[2]).toBeCloseTo(0.02 / 8, 12);
    // Hour 3 fell to 96: by 4 from the open, by 2 from the low of 98 an hour before, by 1 from the low of 97 before that.
    expect(priceMemory(observations, 0)[3]).toBeCloseTo((0.04 + 0.02 + 6 * 0.01) / 8, 12);
  });

  it("volume profile knows only the volume of the past", () => {
    const profile = volumeProfile(observations, 0);
    expect(profile[0]).toBe(0);
    expect(profile[1]).toBeGreaterThan(0);
  });
});

describe("log score", () => {
  it("prefers a forecast that knows more", () => {
    const random = seededUniform(9);
    const truth = Array.from({ length: 500 }, () => Math.exp(10 + 3 * random()));
    const noise = truth.map(() => Math.exp(10 + 3 * random()));
    expect(meanLogScore(truth, truth)).toBeGreaterThan(meanLogScore(noise, truth) + 0.5);
  });
});

describe("the score", () => {
  it("shows a forecast that knows the outcome to be better than the price range, with its whole interval", () => {
    const observations = observationsOf(480, (_, random) => {
      const [long, short] = [1e6 * random(), 1e6 * random()];
      return { low: 99 - random(), high: 101 + random(), realisedUsd: [long, short], predictedUsd: [long * 2, short * 2] };
    });
    for (const side of scoreSides(observations)) {
      expect(side.rankCorrelation.value).toBeCloseTo(1, 9);
      expect(side.baselines.priceRange?.lift.low).toBeGreaterThan(0.5);
      expect(side.predictedOverRealised).toBeCloseTo(2, 9);
      expect(side.calibrationSlope).toBeCloseTo(1, 9);
    }
  });

  it("can come out badly: a forecast of nothing but noise has no lift over the range that made the outcome", () => {
    const observations = observationsOf(480, (_, random) => {
      const fall = random();
      return { low: 99 - fall, realisedUsd: [1e6 * fall, 1], predictedUsd: [1e6 * random(), 1] };
    });
    const [long] = scoreSides(observations);
    expect(long.baselines.priceRange?.lift.high).toBeLessThan(-0.5);
  });

  it("has no volume profile where no volume is known", () => {
    expect(scoreSides(observationsOf(60, () => ({ volume: 0 })))[0].baselines.volumeProfile).toBeNull();
  });
});

describe("the observation log", () => {
  const forecast = (time: number) => ({ time: asMs(time), longUsd: 3, shortUsd: 1, forcedLongUsd: 6, forcedShortUsd: 2 });
  const input = (start: number) => ({
    start: asMs(start),
    durationMs: asMs(HOUR / 2),
    candle: { open: 100, high: 110, low: 90, close: 105, volume: 5, takerBuyVolume: undefined },
    mark: undefined,
    openInterest: undefined,
    funding: [],
    printed: undefined,
  });

  it("joins the steps of an interval that the feed recorded, and leaves out the others", () => {
    const log = createObservationLog({ stepMs: HOUR / 2, contract: "linear" });
    for (let i = 0; i < 6; i++) log.addStep({ forecast: forecast(START + (i * HOUR) / 2), input: input(START + (i * HOUR) / 2), ready: i > 0 });
    for (const hour of [0, 1])
      log.addPrint({
        kind: "liquidation-sum",
        instrument: "binance:BTCUSDT",
        openTime: asMs(START + hour * HOUR),
        intervalMs: asMs(HOUR),
        longUsd: 10,
        shortUsd: 20,
      });
    // Hour 0 lacks its first step, hour 2 was not recorded.
    expect(log.observations(HOUR)).toEqual([
      { start: START + HOUR, open: 100, high: 110, low: 90, volume: 10, predictedUsd: [6, 2], forcedUsd: [12, 4], realisedUsd: [10, 20] },
    ]);
    expect(log.feedIntervalMs()).toBe(HOUR);
  });

  it("takes a silent interval between single prints as zero", () => {
    const log = createObservationLog({ stepMs: HOUR / 2, contract: "linear" });
    for (let i = 0; i < 3; i++) log.addStep({ forecast: forecast(START + (i * HOUR) / 2), input: input(START + (i * HOUR) / 2), ready: true });
    for (const step of [0, 2])
      log.addPrint({ kind: "liquidation", instrument: "binance:BTCUSDT", time: asMs(START + (step * HOUR) / 2), positionSide: "short", price: 100, size: 0.5 });
    expect(log.observations(HOUR / 2).map(({ realisedUsd }) => realisedUsd)).toEqual([
      [0, 50],
      [0, 0],
      [0, 50],
    ]);
  });
});
