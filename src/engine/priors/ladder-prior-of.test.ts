import { describe, expect, test } from "vitest";
import type { Instrument } from "#core/instrument.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import { createLadder } from "#engine/ladder.ts";
import { LADDER_PRIOR, type LadderPrior } from "#engine/ladder-prior.ts";
import { marginRuleAt } from "#engine/margin/margin-rule.ts";
import { GENERIC_PRIOR, ladderPriorOf, priorFileOf } from "./ladder-prior-of.ts";

const onChain = (coin: string): Instrument => ({
  exchange: "hyperliquid",
  symbol: coin,
  coin,
  contract: "linear",
  contractSize: 1,
  tickSize: 1,
  marginModel: "hyperliquid",
});
const BTC = onChain("BTC");
const CEX: Instrument = { ...BTC, exchange: "binance", symbol: "BTCUSDT", marginModel: "binance-usdm" };

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Leverage below which half of a side's newly opened notional lies, to its rung; what price never closes is below all. */
function medianLeverage(prior: LadderPrior, side: 0 | 1): number {
  const opened = (side === 1 ? prior.shortOpened : undefined) ?? prior.opened;
  let below = prior.neverShare[side];
  return prior.rungs[opened.findIndex((share) => (below += share) >= 0.5)].leverage;
}

describe("the prior of an instrument", () => {
  test("is the one on file for its margin model, else the generic one", () => {
    expect(priorFileOf(BTC)?.marginModels).toContain(BTC.marginModel);
    expect(ladderPriorOf(BTC).opened).not.toEqual(LADDER_PRIOR.opened);
    expect(ladderPriorOf(CEX)).toBe(LADDER_PRIOR);
  });

  test("is the one that it declares, whatever its margin model", () => {
    expect(ladderPriorOf({ ...BTC, ladderPrior: GENERIC_PRIOR })).toBe(LADDER_PRIOR);
    const declared = ladderPriorOf({ ...CEX, ladderPrior: "on-chain-accounts@1" });
    expect(declared.rungs).toEqual(ladderPriorOf(BTC).rungs);
    expect(declared.learning).toBeUndefined();
    expect(() => ladderPriorOf({ ...CEX, ladderPrior: "somebody@1" })).toThrow(
      /unknown ladder prior "somebody@1" of BTCUSDT; known: generic, on-chain-accounts@1/,
    );
  });

  test("is what an estimator takes", () => {
    expect(createEstimator(BTC).ladder.rungs[0].map(({ leverage, margin }) => ({ leverage, margin }))).toEqual(ladderPriorOf(BTC).rungs);
    expect(createEstimator(CEX).ladder.rungs[0].map(({ leverage, margin }) => ({ leverage, margin }))).toEqual(LADDER_PRIOR.rungs);
  });

  test("without one of its days or coins is the fit without it, without anything else the whole", () => {
    const { without = {}, fitted } = priorFileOf(BTC) ?? {};
    expect(Object.keys(without)).toHaveLength(7 + Object.keys(fitted?.coins ?? {}).length);
    for (const left of Object.keys(without)) expect(ladderPriorOf(BTC, { without: left })).not.toEqual(ladderPriorOf(BTC));
    expect(ladderPriorOf(BTC, { without: "2020-01-01" })).toEqual(ladderPriorOf(BTC));
  });
});

describe.each(["BTC", "ETH", "SOL", "HYPE", "DOGE"])("the prior of %s", (coin) => {
  const instrument = onChain(coin);
  const prior = ladderPriorOf(instrument);

  test("opens everything in cross margin, and the shares of a side with its never rung sum to 1", () => {
    for (const [side, opened] of [prior.opened, prior.shortOpened ?? prior.opened].entries()) {
      expect(sum(opened) + prior.neverShare[side]).toBeCloseTo(1, 12);
      expect(prior.rungs.every(({ margin }) => margin === "cross")).toBe(true);
      expect(Math.min(...opened)).toBeGreaterThanOrEqual(0);
    }
  });

  test("has longs and shorts of their own on the ladder, none above what the exchange allows", () => {
    const rule = marginRuleAt(instrument, Infinity);
    const highest = Math.max(...rule.brackets.map(({ maxLeverage }) => maxLeverage));
    const { rungs, priorNever } = createLadder(instrument, rule, prior);
    for (const side of [0, 1] as const) {
      expect(sum(rungs[side].map(({ priorWeight }) => priorWeight)) + priorNever[side]).toBeCloseTo(1, 12);
      for (const { leverage, priorWeight } of rungs[side]) expect(priorWeight > 0).toBe(leverage <= highest);
    }
    expect(rungs[0].map(({ priorWeight }) => priorWeight)).not.toEqual(rungs[1].map(({ priorWeight }) => priorWeight));
  });
});

test("a coin that the exchange allows less leverage runs at less", () => {
  for (const side of [0, 1] as const) {
    const medians = ["BTC", "ETH", "SOL", "HYPE"].map((coin) => medianLeverage(ladderPriorOf(onChain(coin)), side));
    expect(medians).toEqual([...medians].sort((a, b) => b - a));
    expect(medians[0]).toBeGreaterThan(medians[3]);
  }
});
