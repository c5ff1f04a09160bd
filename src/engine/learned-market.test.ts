import { beforeAll, describe, expect, it } from "vitest";
import { DAY_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { BTC } from "./given-book.conformance.ts";
import { type LadderEstimator, createEstimator } from "./ladder-estimator.ts";
import { LADDER_PRIOR, type LadderPrior, openedMix } from "./ladder-prior.ts";
import { seededUniform } from "./score/seeded-uniform.ts";
import type { Print, StepInput } from "./step.ts";

const STEP_MS = asMs(15 * MINUTE_MS);
const DAYS = 20;
const ORDER_USD = 100_000;
const { rungs } = LADDER_PRIOR;
const BLIND: LadderPrior = { ...LADDER_PRIOR, learning: undefined };

/** Markets that are the model itself with other weights: fewer and more of the high rungs than the prior has. */
const CAUTIOUS_MARKET = openedMix(rungs, { cross: { share: 0.8, medianLeverage: 3, sigma: 0.6 }, settings: { 3: 0.2, 5: 0.3, 10: 0.4, 20: 0.1 } });
const DARING_MARKET = openedMix(rungs, { cross: { share: 0.3, medianLeverage: 8, sigma: 0.8 }, settings: { 10: 0.15, 20: 0.3, 50: 0.3, 75: 0.05, 100: 0.2 } });

/** A random walk around one price, 3 % a day, and an open interest around one size. */
function pathOf(uniform: () => number): StepInput[] {
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const deviation = 0.03 / Math.sqrt(DAY_MS / STEP_MS);
  let price = 90_000;
  let openInterest = 50_000;
  return Array.from({ length: (DAYS * DAY_MS) / STEP_MS }, (_, i) => {
    const open = price;
    const close = open * Math.exp(deviation * normal() - 0.0005 * Math.log(open / 90_000));
    price = close;
    openInterest *= Math.exp(0.002 * normal() - 0.01 * Math.log(openInterest / 50_000));
    const start = asMs(Date.UTC(2026, 0, 1) + i * STEP_MS);
    const high = Math.max(open, close) * Math.exp(deviation * 0.5 * uniform());
    const low = Math.min(open, close) * Math.exp(-deviation * 0.5 * uniform());
    return {
      start,
      durationMs: STEP_MS,
      candle: { open, close, high, low, volume: 1200, takerBuyVolume: undefined },
      mark: undefined,
      openInterest: { time: asMs(start + STEP_MS), openInterest },
      funding: [],
      printed: { longUsd: 0, shortUsd: 0 },
    };
  });
}

/** What a feed prints of forced volume: Poisson, in orders of one size. */
function printsOf(forced: readonly [number, number], uniform: () => number): Print[] {
  return forced.flatMap((usd, side) =>
    Array.from({ length: poisson((usd * LADDER_PRIOR.coverage.unknown) / ORDER_USD, uniform) }, (): Print => ({
      side: side as 0 | 1,
      usd: ORDER_USD,
      price: 1,
      size: ORDER_USD,
    })),
  );
}

function poisson(mean: number, uniform: () => number): number {
  if (mean > 50) return Math.round(mean);
  let [count, chance] = [0, Math.exp(-mean)];
  for (let left = uniform() - chance; left > 0 && count < 200; left -= chance) chance *= mean / ++count;
  return count;
}

const usdOf = (prints: readonly Print[], side: 0 | 1) => prints.reduce((sum, print) => sum + (print.side === side ? print.usd : 0), 0);

/** Runs the market that trades by `opened`, an estimate that learns from its prints, and one that does not. */
function live(opened: LadderPrior["opened"]) {
  const learner = createEstimator(BTC);
  const blind = createEstimator(BTC, { prior: BLIND });
  let printedUsd = 0;
  const market = printing(opened, (step) => {
    printedUsd += (step.printed?.longUsd ?? 0) + (step.printed?.shortUsd ?? 0);
    learner.step(step);
    blind.step(step);
  });
  return { market, learner, blind, printedUsd };
}

/** Runs a market and shows its steps with what printed. */
function printing(opened: LadderPrior["opened"], show: (step: StepInput, index: number) => void): LadderEstimator {
  const uniform = seededUniform(7);
  const market = createEstimator(BTC, { prior: { ...BLIND, opened } });
  pathOf(uniform).forEach((step, index) => {
    const { forcedLongUsd, forcedShortUsd } = market.step(step);
    const prints = printsOf([forcedLongUsd, forcedShortUsd], uniform);
    show({ ...step, prints, printed: { longUsd: usdOf(prints, 0), shortUsd: usdOf(prints, 1) } }, index);
  });
  return market;
}

/** What stands in the rungs from a leverage up, both sides, as a share of both sides' open interest. */
function standsFrom(estimator: LadderEstimator, low: number): number {
  let sum = 0;
  for (const side of [0, 1] as const)
    estimator.standingByRung(side).rungs.forEach((stands, rung) => {
      if (rungs[rung].leverage >= low) sum += stands;
    });
  return sum / 2 / estimator.state.openInterest;
}

/** Shared over united dollars of two maps. */
function overlap(a: LadderEstimator, b: LadderEstimator): number {
  const [one, other] = [a.snapshot().usd, b.snapshot().usd];
  let [shared, united] = [0, 0];
  for (let i = 0; i < one.length; i++) {
    shared += Math.min(one[i], other[i]);
    united += Math.max(one[i], other[i]);
  }
  return shared / united;
}

describe("an estimate of a market that is the model with other weights", () => {
  const lived = new Map<LadderPrior["opened"], ReturnType<typeof live>>();
  beforeAll(() => {
    for (const opened of [CAUTIOUS_MARKET, DARING_MARKET, LADDER_PRIOR.opened]) lived.set(opened, live(opened));
  });
  const of = (opened: LadderPrior["opened"]) => lived.get(opened) as ReturnType<typeof live>;

  it.each([
    { name: "cautious", opened: CAUTIOUS_MARKET },
    { name: "daring", opened: DARING_MARKET },
  ])("finds what stands in the rungs that price sweeps, to a factor of 1.5, where the prior is off by a factor of two: a $name market", ({ opened }) => {
    const { market, learner, blind } = of(opened);
    const off = (estimator: LadderEstimator, from: number) => Math.abs(Math.log(standsFrom(estimator, from) / standsFrom(market, from)));
    expect(off(blind, 10)).toBeGreaterThan(Math.log(2));
    expect(off(learner, 10)).toBeLessThan(Math.log(1.5));
    expect(off(learner, 15)).toBeLessThan(off(blind, 15) / 2);
  });

  it("brings its map nearer to the truth where the truth is riskier than the prior", () => {
    const { market, learner, blind } = of(DARING_MARKET);
    expect(overlap(learner, market)).toBeGreaterThan(overlap(blind, market) + 0.1);
  });

  it("forgets: of what printed in twenty days it still counts four fifths, with a half-life of thirty", () => {
    const { learner, printedUsd } = of(DARING_MARKET);
    expect((learner.evidence.printed[0] + learner.evidence.printed[1]) / printedUsd).toBeCloseTo(0.8, 1);
  });

  it("stays with the prior where the prior is true", () => {
    const { market, learner } = of(LADDER_PRIOR.opened);
    expect(overlap(learner, market)).toBeGreaterThan(0.95);
  });

  it("keeps the prior's weights whatever prints when it does not learn", () => {
    const { blind } = of(DARING_MARKET);
    for (const side of [0, 1] as const)
      blind.ladder.rungs[side].forEach(({ priorWeight }, rung) => expect(blind.book.weight[side * rungs.length + rung]).toBeCloseTo(priorWeight, 12));
    expect(blind.evidence.printed).toEqual(new Float64Array(2));
  });

  it("learns the same from the same market, bit for bit, through a save in the middle of an hour", () => {
    const whole = of(DARING_MARKET).learner.save();
    let cut = createEstimator(BTC);
    printing(DARING_MARKET, (input, index) => {
      if (index === 1001) {
        const restored = createEstimator(BTC);
        restored.restore(cut.save());
        cut = restored;
      }
      cut.step(input);
    });
    expect(Buffer.from(cut.save()).equals(Buffer.from(whole))).toBe(true);
  });
});
