import { describe, expect, it } from "vitest";
import type { LeverageShares } from "#core/events.ts";
import type { Instrument } from "#core/instrument.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { type LadderEstimator, createEstimator } from "#engine/ladder-estimator.ts";
import { LADDER_PRIOR } from "#engine/ladder-prior.ts";
import type { StepInput } from "#engine/step.ts";
import { type SeenLeverage, withAdopted } from "./seen-leverage.ts";

const START = Date.UTC(2026, 0, 5);
const BTC: Instrument = {
  exchange: "hyperliquid",
  symbol: "BTC",
  coin: "BTC",
  contract: "linear",
  contractSize: 1,
  tickSize: 1,
  marginModel: "hyperliquid",
};
const SHARES = { 1.5: 0.02, 1.75: 0.03, 2: 0.05, 2.5: 0.05, 3: 0.1, 4: 0.08, 5: 0.06, 6: 0.06, 8: 0.15, 10: 0.15, 15: 0.08, 20: 0.04, 25: 0.02, 40: 0.01 };
const SEEN: LeverageShares = { rungs: Object.entries(SHARES).map(([leverage, share]) => [Number(leverage), share]), never: 0.1, seen: 0.6 };

/** A market that goes nowhere and turns over its open interest in half a day. */
function stepOf(minute: number, leverage?: SeenLeverage): StepInput {
  const start = asMs(START + minute * MINUTE_MS);
  const at = 60_000 * (1 + 0.004 * Math.sin(minute / 90));
  return {
    start,
    durationMs: MINUTE_MS,
    candle: { open: at, high: at * 1.0003, low: at * 0.9997, close: at, volume: 60, takerBuyVolume: 30 },
    mark: undefined,
    openInterest: { time: asMs(start + MINUTE_MS), openInterest: 40_000 },
    funding: [],
    printed: undefined,
    ...(leverage && { leverage }),
  };
}

const seenAt = (minute: number, longShares = SEEN, shortShares = SEEN): SeenLeverage => ({ time: asMs(START + minute * MINUTE_MS), longShares, shortShares });

function run(estimator: LadderEstimator, { from, to, tell }: { from: number; to: number; tell?: (minute: number) => SeenLeverage | undefined }): void {
  for (let minute = from; minute < to; minute++) estimator.step(stepOf(minute, tell?.(minute)));
}

/** Share of what stands of a side, by leverage. */
function stands(estimator: LadderEstimator, side: 0 | 1) {
  const { rungs, never } = estimator.standingByRung(side);
  const total = rungs.reduce((sum, size) => sum + size, never);
  const upTo = (leverage: number): number => estimator.ladder.rungs[side].reduce((sum, rung, i) => sum + (rung.leverage <= leverage ? rungs[i] : 0), 0) / total;
  return { upTo, never: never / total };
}

const sumOf = (shares: readonly number[]): number => shares.reduce((sum, share) => sum + share, 0);

describe("published positions as the prior", () => {
  it("are what stands from the next step on, as far as they were seen, and what is opened follows", () => {
    const told = createEstimator(BTC);
    run(told, { from: 0, to: 2_000, tell: (minute) => (minute === 1_999 ? seenAt(1_999, { ...SEEN, seen: 1 }) : undefined) });
    const before = told.ladder;
    const untold = createEstimator(BTC);
    run(untold, { from: 0, to: 2_000 });
    expect(untold.snapshot().usd).toEqual(told.snapshot().usd);
    told.step(stepOf(2_000));
    const { upTo, never } = stands(told, LONG);
    expect(never).toBeCloseTo(0.1, 1);
    expect(upTo(2)).toBeCloseTo(0.1, 1);
    expect(upTo(6)).toBeCloseTo(0.45, 1);
    expect(upTo(10)).toBeCloseTo(0.75, 1);
    expect(told.ladder).not.toBe(before);
    for (const side of [LONG, SHORT] as const) {
      expect(sumOf(told.ladder.rungs[side].map(({ priorWeight }) => priorWeight)) + told.ladder.priorNever[side]).toBeCloseTo(1, 9);
      const { rungs, never: unreachable } = told.standingByRung(side);
      expect(sumOf(rungs) + unreachable).toBeCloseTo(40_000, 3);
    }
  });

  it("do not swing when they are told again and again", () => {
    const estimator = createEstimator(BTC);
    const shares: number[] = [];
    const tell = (minute: number) => (minute % 240 === 0 ? seenAt(minute) : undefined);
    for (let minute = 0; minute < 6_000; minute += 240) {
      run(estimator, { from: minute, to: minute + 240, tell });
      shares.push(stands(estimator, LONG).upTo(6));
    }
    const settled = shares.slice(-12);
    expect(Math.max(...settled) - Math.min(...settled)).toBeLessThan(0.03);
  });

  it("leave a side of which little was seen nearly as it was", () => {
    const estimator = createEstimator(BTC);
    run(estimator, { from: 0, to: 301, tell: (minute) => (minute === 299 ? seenAt(299, { ...SEEN, seen: 0.01 }, SEEN) : undefined) });
    const fresh = createEstimator(BTC).ladder;
    const change = (side: 0 | 1): number =>
      estimator.ladder.rungs[side].reduce((sum, { priorWeight }, rung) => sum + Math.abs(priorWeight - fresh.rungs[side][rung].priorWeight), 0);
    expect(change(LONG)).toBeLessThan(change(SHORT) / 5);
  });

  it("are part of the state: a restored estimate goes on bit for bit", () => {
    const whole = createEstimator(BTC);
    const tell = (minute: number) => (minute === 200 || minute === 299 ? seenAt(minute) : undefined);
    run(whole, { from: 0, to: 300, tell });
    const restored = createEstimator(BTC);
    restored.restore(whole.save());
    const copied = createEstimator(BTC);
    copied.copyFrom(whole);
    for (const estimator of [whole, restored, copied]) run(estimator, { from: 300, to: 500 });
    expect(Buffer.from(restored.save())).toEqual(Buffer.from(whole.save()));
    expect(Buffer.from(copied.save())).toEqual(Buffer.from(whole.save()));
    expect(restored.seenLeverage).toEqual(seenAt(299));
  });
});

describe("a prior with adopted shares", () => {
  it("opens what was adopted", () => {
    const rungs = LADDER_PRIOR.rungs.map(() => 1 / LADDER_PRIOR.rungs.length);
    const { opened, shortOpened, neverShare } = withAdopted(LADDER_PRIOR, { time: 1, opened: [rungs, rungs], never: [0.2, 0.3] });
    expect(opened).toEqual(rungs);
    expect(shortOpened).toEqual(opened);
    expect(neverShare).toEqual([0.2, 0.3]);
  });

  it("is the prior itself while nothing is adopted", () => expect(withAdopted(LADDER_PRIOR, undefined)).toBe(LADDER_PRIOR));
});
