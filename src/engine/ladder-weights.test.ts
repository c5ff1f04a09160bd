import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { notionalUsd } from "#core/instrument.ts";
import { POSITION_SIDES } from "#core/position-side.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { type LadderEstimator, createEstimator } from "./ladder-estimator.ts";
import { LADDER_PRIOR } from "./ladder-prior.ts";
import type { LadderWeights, RungWeight } from "./ladder-weights.ts";
import type { WeightsToPin } from "./learning/pinned-weights.ts";
import type { StepInput } from "./step.ts";
import { BTC } from "./given-book.conformance.ts";

const START = Date.UTC(2026, 0, 1);
const MINUTES = 300;

/** A market that swings by 1.5 %, so that high leverage is swept, and prints what it likes. */
function stepOf(minute: number): StepInput {
  const price = (at: number) => 90_000 * (1 + 0.015 * Math.sin(at / 25));
  const [open, close] = [price(minute), price(minute + 1)];
  const start = START + minute * MINUTE_MS;
  return {
    start: asMs(start),
    durationMs: MINUTE_MS,
    candle: { open, high: Math.max(open, close) * 1.0003, low: Math.min(open, close) * 0.9997, close, volume: 400, takerBuyVolume: undefined },
    mark: undefined,
    openInterest: minute % 5 === 4 ? { time: asMs(start + MINUTE_MS), openInterest: 50_000 + 300 * Math.sin(minute / 40) } : undefined,
    funding: [],
    printed: { longUsd: minute % 3 === 0 ? 9_000 : 0, shortUsd: 4_000 },
  };
}

const run = (estimator: LadderEstimator, { from = 0, to = MINUTES } = {}): LadderEstimator => {
  for (let minute = from; minute < to; minute++) estimator.step(stepOf(minute));
  return estimator;
};
const hashOf = (estimator: LadderEstimator) => createHash("sha256").update(estimator.save()).digest("hex");
const learned = run(createEstimator(BTC)).weights();
const sharesOf = (weights: LadderWeights) => POSITION_SIDES.map((side) => [...weights[side].rungs.map(({ share }) => share), weights[side].never.share]);
const rungAt = (weights: LadderWeights, leverage: number): RungWeight | undefined => weights.long.rungs.find((rung) => rung.leverage === leverage);

describe("weights", () => {
  it("of a fresh estimate are the prior's", () => {
    const weights = createEstimator(BTC).weights();
    expect(weights).toMatchObject({ model: "ladder@7", instrument: { exchange: "binance", symbol: "BTCUSDT" }, churnShare: null });
    for (const side of POSITION_SIDES)
      for (const { share, priorShare, evidenceOrders } of weights[side].rungs) expect([share, evidenceOrders]).toEqual([priorShare, 0]);
  });

  it("tell what was learned from how many orders, and stand for the open interest", () => {
    for (const shares of sharesOf(learned)) expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    const { share, priorShare, evidenceOrders, tier } = rungAt(learned, 100) ?? expect.fail("no rung at 100x");
    expect(Math.abs(share / priorShare - 1)).toBeGreaterThan(0.01);
    expect(evidenceOrders).toBeGreaterThan(1);
    expect(tier).toBe("100");
    for (const side of POSITION_SIDES) {
      const standing = [...learned[side].rungs, learned[side].never].reduce((sum, { standingUsd }) => sum + standingUsd, 0);
      expect(standing / notionalUsd("linear", run(createEstimator(BTC)).snapshot().openInterest, learned.mark)).toBeCloseTo(1, 6);
    }
  });

  it("have a churn share: what of the volume neither opened nor closed a position", () => {
    expect(learned.churnShare).toBeGreaterThan(0);
    expect(learned.churnShare).toBeLessThan(1);
  });
});

describe("pinned weights", () => {
  it("keep every share when the whole ladder is pinned, to the digits of a file", () => {
    const estimator = createEstimator(BTC, { pinned: JSON.parse(JSON.stringify(learned)) as LadderWeights });
    const shares = sharesOf(run(estimator).weights());
    sharesOf(learned).forEach((side, s) => side.forEach((share, i) => expect(shares[s][i]).toBeCloseTo(share, 9)));
    expect(estimator.weights().long).toMatchObject({ never: { pinned: true } });
  });

  it("hold a part while the rest learns and fills the remainder", () => {
    const pinned = { ...learned, long: { rungs: [{ leverage: 10, margin: "isolated" as const, share: 0.3 }] }, short: { rungs: [] } };
    const estimator = run(createEstimator(BTC, { pinned }));
    const weights = estimator.weights();
    expect(rungAt(weights, 10)).toMatchObject({ share: 0.3, pinned: true });
    expect(rungAt(weights, 100)).toMatchObject({ pinned: false });
    for (const shares of sharesOf(weights)) expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    const before = createEstimator(BTC, { pinned }).weights();
    const ratio = (of: LadderWeights) => (rungAt(of, 100)?.share ?? 0) / (rungAt(of, 2)?.share ?? 0);
    expect(Math.abs(ratio(weights) / ratio(before) - 1)).toBeGreaterThan(0.01);
  });

  it("are part of the model's name, so that maps of different weights never mix", () => {
    const { model } = createEstimator(BTC, { pinned: learned });
    expect(model).toMatch(/^ladder@7\+pinned-[0-9a-f]{8}$/);
    expect(createEstimator(BTC, { pinned: { ...learned, model } }).model).toBe(model);
    expect(createEstimator(BTC, { pinned: { ...learned, long: { rungs: [] } } }).model).not.toBe(model);
    expect(() => createEstimator(BTC).restore(run(createEstimator(BTC, { pinned: learned }), { to: 9 }).save())).toThrow("saved state is of");
  });

  it("go on bit for bit after a save", () => {
    const pinned = { ...learned, short: { rungs: learned.short.rungs.slice(3, 6) } };
    const whole = hashOf(run(createEstimator(BTC, { pinned })));
    const restored = createEstimator(BTC, { pinned });
    restored.restore(run(createEstimator(BTC, { pinned }), { to: 130 }).save());
    expect(hashOf(run(restored, { from: 130 }))).toBe(whole);
  });

  const long = (rungs: WeightsToPin["long"]["rungs"], never?: { share: number }) => ({ ...learned, long: { rungs, ...(never && { never }) } });
  it.each([
    [{ ...learned, model: "ladder@0" }, "of the model ladder@0, and this one is ladder@7"],
    [{ ...learned, instrument: { exchange: "binance", symbol: "ETHUSDT" } }, "of binance:ETHUSDT, not of binance:BTCUSDT"],
    [long([{ leverage: 7, margin: "cross", share: 0.1 }]), "another ladder: it has a long rung 7x cross"],
    [long([{ leverage: 10, margin: "cross", share: 1.5 }]), "the long rung 10x cross is 1.5, and a share is from 0 to 1"],
    [long([{ leverage: 10, margin: "cross", share: NaN }]), "the long rung 10x cross is NaN"],
    [
      long([
        { leverage: 10, margin: "cross", share: 0.1 },
        { leverage: 10, margin: "cross", share: 0.2 },
      ]),
      "the long rung 10x cross twice",
    ],
    [long([{ leverage: 10, margin: "cross", share: 0.7 }], { share: 0.7 }), "the long side sum to 1.4"],
    [
      long(
        LADDER_PRIOR.rungs.map((rung) => ({ ...rung, share: 0.01 })),
        { share: 0.1 },
      ),
      "the long side sum to 0.31",
    ],
  ])("refuse what cannot be held, in words: %#", (pinned, words) => {
    expect(() => createEstimator(BTC, { pinned })).toThrow(words);
  });
});
