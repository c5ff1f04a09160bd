import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { type LadderEstimator, createEstimator } from "./ladder-estimator.ts";
import type { AdoptedBrackets } from "./margin/adopted-brackets.ts";
import { marginRuleAt } from "./margin/margin-rule.ts";
import type { StepInput } from "./step.ts";
import { BTC } from "./given-book.conformance.ts";

const START = Date.UTC(2026, 8, 1, 12);
const CHANGE = 40;
const COUNT = 120;

/** What Binance would publish if it halved every leverage. */
const HALVED: AdoptedBrackets = {
  time: asMs(START + CHANGE * MINUTE_MS + 20_000),
  changedAt: asMs(START - 60_000),
  brackets: marginRuleAt(BTC, START).brackets.map((bracket) => ({
    ...bracket,
    maxLeverage: bracket.maxLeverage / 2,
    maintenanceRate: bracket.maintenanceRate * 2,
  })),
};

function stepOf(minute: number, brackets?: AdoptedBrackets): StepInput {
  const price = (at: number) => 90_000 * (1 + 0.004 * Math.sin(at / 7));
  const [open, close] = [price(minute), price(minute + 1)];
  const start = START + minute * MINUTE_MS;
  return {
    start: asMs(start),
    durationMs: MINUTE_MS,
    candle: { open, high: Math.max(open, close) * 1.0003, low: Math.min(open, close) * 0.9997, close, volume: 200, takerBuyVolume: undefined },
    mark: undefined,
    openInterest: minute % 5 === 4 ? { time: asMs(start + MINUTE_MS), openInterest: 50_000 + minute } : undefined,
    funding: [],
    printed: { longUsd: 500, shortUsd: 200 },
    ...(brackets && { brackets }),
  };
}

interface Stretch {
  readonly from?: number;
  readonly to?: number;
  readonly brackets?: AdoptedBrackets | "none";
}

const run = (estimator: LadderEstimator, { from = 0, to = COUNT, brackets = HALVED }: Stretch = {}): LadderEstimator => {
  for (let minute = from; minute < to; minute++) estimator.step(stepOf(minute, minute === CHANGE && brackets !== "none" ? brackets : undefined));
  return estimator;
};
const bytesOf = (estimator: LadderEstimator) => createHash("sha256").update(estimator.save()).digest("hex");

it("goes by published brackets from the step after the one in which they became known", () => {
  const estimator = run(createEstimator(BTC), { to: CHANGE + 1 });
  expect(estimator.marginRule).toMatchObject({ adoptedAt: 0 });
  const untouched = run(createEstimator(BTC), { to: CHANGE + 1, brackets: "none" });
  expect(estimator.snapshot().usd).toEqual(untouched.snapshot().usd);
  estimator.step(stepOf(CHANGE + 1));
  expect(estimator.marginRule).toMatchObject({ adoptedAt: HALVED.time, validFrom: HALVED.changedAt, brackets: HALVED.brackets, known: true });
  untouched.step(stepOf(CHANGE + 1));
  expect(estimator.snapshot().usd).not.toEqual(untouched.snapshot().usd);
});

it("takes no notice of a table that is already in force", () => {
  const same: AdoptedBrackets = { ...HALVED, brackets: marginRuleAt(BTC, START).brackets };
  const told = run(createEstimator(BTC), { brackets: same });
  expect(bytesOf(told)).toBe(bytesOf(run(createEstimator(BTC), { brackets: "none" })));
});

it.each([CHANGE, CHANGE + 1, CHANGE + 2])("goes on bit for bit when saved and restored, or copied, after %d steps", (pause) => {
  const whole = bytesOf(run(createEstimator(BTC)));
  const first = run(createEstimator(BTC), { to: pause });
  const restored = createEstimator(BTC);
  restored.restore(first.save());
  expect(bytesOf(run(restored, { from: pause }))).toBe(whole);
  const copy = run(createEstimator(BTC), { to: 3 });
  copy.copyFrom(first);
  expect(bytesOf(run(copy, { from: pause }))).toBe(whole);
});

it("forgets adopted brackets when it becomes a copy of an estimate that has none", () => {
  const estimator = run(createEstimator(BTC));
  estimator.copyFrom(run(createEstimator(BTC), { brackets: "none" }));
  expect(estimator.marginRule).toMatchObject({ adoptedAt: 0 });
});

it("lets a later version on file beat what was published before it, and nothing earlier", () => {
  const onFile = marginRuleAt(BTC, START);
  expect(marginRuleAt(BTC, START, { ...HALVED, changedAt: asMs(onFile.validFrom - 1) })).toEqual(onFile);
  expect(marginRuleAt(BTC, START, { ...HALVED, changedAt: asMs(onFile.validFrom) })).toMatchObject({ adoptedAt: HALVED.time });
});
