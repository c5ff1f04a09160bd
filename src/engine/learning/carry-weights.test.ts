import { describe, expect, it } from "vitest";
import { HOUR_MS, asMs } from "#core/units.ts";
import { planeIndex, rungStanding, standing } from "#engine/book.ts";
import { BTC, BTC_LADDER, PRICE_ROW, openedBook, rungOf } from "#engine/given-book.conformance.ts";
import { createLadder } from "#engine/ladder.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import { LADDER_PRIOR } from "#engine/ladder-prior.ts";
import { marginRuleAt } from "#engine/margin/margin-rule.ts";
import { carryWeights } from "./carry-weights.ts";
import { createEvidence } from "./evidence.ts";

const NOW = BTC_LADDER;
const RULE = marginRuleAt(BTC, Date.UTC(2026, 0, 1));
const CAPPED = createLadder(
  BTC,
  { ...RULE, brackets: RULE.brackets.map((bracket) => ({ ...bracket, maxLeverage: Math.min(50, bracket.maxLeverage) })) },
  LADDER_PRIOR,
);
const [fifty, hundred] = [50, 100].map((leverage) => rungOf(leverage));
const free = { priorLevel: new Float64Array([1, 1]), held: () => false };

describe("weights when brackets change", () => {
  it("are the new prior's where nothing has been learned, and nothing that stands moves", () => {
    const book = openedBook({ amount: 100, low: PRICE_ROW, high: PRICE_ROW + 50 });
    const stood = [0, 1].map((side) => standing(book, NOW, side as 0 | 1));
    const evidence = createEvidence(book.rungCount);
    evidence.exposure.fill(10);
    const swept = evidence.exposure[fifty] * book.weight[fifty];
    carryWeights(book, { before: NOW, after: CAPPED, evidence, ...free });
    expect(book.weight[fifty]).toBeCloseTo(CAPPED.rungs[0][fifty].priorWeight, 12);
    expect(book.weight[fifty]).toBeGreaterThan(NOW.rungs[0][fifty].priorWeight * 1.5);
    expect(evidence.exposure[fifty] * book.weight[fifty]).toBeCloseTo(swept, 9);
    expect(book.weight[hundred] * rungStanding(book, planeIndex(book, 0, hundred))).toBeGreaterThan(0);
    for (const side of [0, 1] as const) expect(standing(book, NOW, side)).toBeCloseTo(stood[side], 9);
    carryWeights(book, { before: CAPPED, after: NOW, evidence, ...free });
    for (const side of [0, 1] as const) {
      expect(standing(book, NOW, side)).toBeCloseTo(stood[side], 9);
      NOW.rungs[side].forEach(({ priorWeight }, rung) => expect(book.weight[side * book.rungCount + rung]).toBeCloseTo(priorWeight, 12));
    }
  });

  it("keep what has been learned as a factor on the prior, and leave held ones alone", () => {
    const book = openedBook({ amount: 100, low: PRICE_ROW, high: PRICE_ROW + 50 });
    book.weight[fifty] *= 3;
    const short = book.weight[book.rungCount + fifty];
    carryWeights(book, { ...free, before: NOW, after: CAPPED, evidence: createEvidence(book.rungCount), held: (side) => side === 1 });
    expect(book.weight[fifty]).toBeCloseTo(3 * CAPPED.rungs[0][fifty].priorWeight, 12);
    expect(book.weight[book.rungCount + fifty]).toBe(short);
  });

  it("give a rung that a later rule allows its share, without any print", () => {
    const doge = { ...BTC, symbol: "NOSUCHUSDT", coin: "NOSUCH" };
    const estimator = createEstimator(doge);
    const step = (hour: number, brackets?: typeof RULE.brackets) => {
      const start = asMs(Date.UTC(2026, 0, 1) + hour * HOUR_MS);
      const candle = { open: 90_000, high: 90_100, low: 89_900, close: 90_000, volume: 2000, takerBuyVolume: undefined };
      const openInterest = { time: asMs(start + HOUR_MS), openInterest: 50_000 };
      estimator.step({
        start,
        durationMs: HOUR_MS,
        candle,
        mark: undefined,
        openInterest,
        funding: [],
        printed: undefined,
        ...(brackets && { brackets: { time: start, brackets, changedAt: start } }),
      });
    };
    for (let hour = 0; hour < 5; hour++) step(hour);
    expect(estimator.standingByRung(0).rungs[hundred]).toBe(0);
    step(5, RULE.brackets);
    for (let hour = 6; hour < 30; hour++) step(hour);
    expect(estimator.standingByRung(0).rungs[hundred]).toBeGreaterThan(1);
    for (const side of [0, 1] as const)
      estimator.ladder.rungs[side].forEach(({ priorWeight }, rung) =>
        expect(estimator.book.weight[side * estimator.book.rungCount + rung]).toBeCloseTo(priorWeight, 9),
      );
  });
});
