import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PLANE_COUNT } from "#core/heat-column.ts";
import { rowOf } from "#core/price-rows.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { BTC } from "./given-book.conformance.ts";
import { type LadderEstimator, createEstimator } from "./ladder-estimator.ts";
import type { Print, StepInput } from "./step.ts";

const START = Date.UTC(2026, 0, 1);

interface Move {
  readonly drift: number;
  readonly up: number;
  readonly down: number;
  readonly volume: number | undefined;
  readonly openInterestChange: number | undefined;
  /** Single orders that printed; undefined: the feed is summed. */
  readonly prints?: readonly Print[] | undefined;
}

/** Steps along relative moves, of one minute unless said otherwise. */
function stepsOf(moves: readonly Move[], { price = 90_000, durationMs = MINUTE_MS } = {}): StepInput[] {
  let at = price;
  let openInterest = 50_000;
  return moves.map(({ drift, up, down, volume, openInterestChange, prints }, index) => {
    const open = at;
    const close = open * (1 + drift);
    at = close;
    if (openInterestChange !== undefined) openInterest *= 1 + openInterestChange;
    const start = START + index * durationMs;
    const end = asMs(start + durationMs);
    return {
      start: asMs(start),
      durationMs,
      candle: { open, high: Math.max(open, close) * (1 + up), low: Math.min(open, close) * (1 - down), close, volume, takerBuyVolume: undefined },
      mark: undefined,
      openInterest: openInterestChange === undefined ? undefined : { time: end, openInterest },
      funding: index % 480 === 479 ? [{ time: end, rate: 0.0001 }] : [],
      printed: prints ? { longUsd: usdOf(prints, 0), shortUsd: usdOf(prints, 1) } : { longUsd: 1000, shortUsd: 0 },
      ...(prints && { prints }),
    };
  });
}

const usdOf = (prints: readonly Print[], side: 0 | 1) => prints.reduce((sum, print) => sum + (print.side === side ? print.usd : 0), 0);

const print: fc.Arbitrary<Print> = fc.record({
  side: fc.constantFrom(0 as const, 1 as const),
  usd: fc.double({ min: 1, max: 9, noNaN: true }).map((digits) => 10 ** digits),
  price: fc.double({ min: 70_000, max: 110_000, noNaN: true }),
  size: fc.double({ min: 0.001, max: 1000, noNaN: true }),
});
const move: fc.Arbitrary<Move> = fc.record({
  drift: fc.double({ min: -0.02, max: 0.02, noNaN: true }),
  up: fc.double({ min: 0, max: 0.01, noNaN: true }),
  down: fc.double({ min: 0, max: 0.01, noNaN: true }),
  volume: fc.option(fc.double({ min: 0, max: 5000, noNaN: true }), { nil: undefined }),
  openInterestChange: fc.option(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { nil: undefined, freq: 3 }),
  prints: fc.option(fc.array(print, { maxLength: 4 }), { nil: undefined }),
});
/** Steps of 20 minutes come to hours at which weights are learned. */
const durationMs = fc.constantFrom(MINUTE_MS, asMs(20 * MINUTE_MS));

const calm = (count: number): Move[] =>
  Array.from({ length: count }, (_, i) => ({
    drift: 0.0004 * Math.sin(i / 5),
    up: 0.0002,
    down: 0.0002,
    volume: 60,
    openInterestChange: i % 5 === 4 ? 0.0005 : undefined,
  }));

function standsFor(estimator: LadderEstimator): readonly number[] {
  return ([0, 1] as const).map((side) => {
    const { rungs, never } = estimator.standingByRung(side);
    return rungs.reduce((sum, value) => sum + value, never);
  });
}

/** Comparing a megabyte element by element through the matcher takes minutes. */
const same = (a: Uint8Array, b: Uint8Array) => Buffer.from(a).equals(b);

const run = (steps: readonly StepInput[], estimator = createEstimator(BTC)) => {
  for (const step of steps) estimator.step(step);
  return estimator;
};

describe("the estimate", () => {
  it("stands for exactly the open interest on both sides after every step, whatever the market does", () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 1, maxLength: 40 }), durationMs, (moves, each) => {
        const estimator = createEstimator(BTC);
        for (const step of stepsOf(moves, { durationMs: each })) {
          const forecast = estimator.step(step);
          for (const usd of [forecast.longUsd, forecast.shortUsd, forecast.forcedLongUsd, forecast.forcedShortUsd]) expect(usd).toBeGreaterThanOrEqual(0);
          if (!estimator.ready) continue;
          const { openInterest, usd } = estimator.snapshot();
          for (const side of standsFor(estimator)) expect(side / openInterest).toBeCloseTo(1, 9);
          expect(usd.every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
          for (const side of [0, 1] as const) {
            const weights = estimator.book.weight.subarray(side * estimator.book.rungCount, (side + 1) * estimator.book.rungCount);
            expect(weights.reduce((sum, weight) => sum + weight, estimator.book.neverWeight[side])).toBeCloseTo(1, 9);
          }
        }
        expect(estimator.book.values.every((value) => value >= 0)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("never shows a long above or a short below where price has just been", () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 3, maxLength: 30 }), (moves) => {
        const steps = stepsOf([...moves, { drift: 0, up: 0, down: 0, volume: 10, openInterestChange: 0.01 }]);
        const { usd, firstRow, rowCount, mark } = run(steps).snapshot();
        const at = rowOf(mark) - firstRow;
        const total = usd.reduce((sum, value) => sum + value, 0);
        let wrong = 0;
        for (let plane = 0; plane < PLANE_COUNT; plane++)
          for (let row = 0; row < rowCount; row++) if (plane < 5 ? row > at + 5 : row < at - 5) wrong += usd[plane * rowCount + row];
        expect(wrong / total).toBeLessThan(1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it("gives the same bytes for the same steps, through save and restore, and on a copy", () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 6, maxLength: 25 }), fc.integer({ min: 1, max: 5 }), durationMs, (moves, cut, each) => {
        const steps = stepsOf(moves, { durationMs: each });
        const whole = run(steps).save();
        expect(same(run(steps).save(), whole)).toBe(true);
        const first = run(steps.slice(0, cut));
        const restored = createEstimator(BTC);
        restored.restore(first.save());
        expect(same(run(steps.slice(cut), restored).save(), whole)).toBe(true);
        const copy = run(steps.slice(0, 1));
        copy.copyFrom(first);
        expect(same(run(steps.slice(cut), copy).save(), whole)).toBe(true);
        expect(same(first.save(), run(steps.slice(0, cut)).save())).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it("forecasts a step before its open interest, funding and prints are seen", () => {
    const past = stepsOf(calm(300));
    const [next] = stepsOf([{ drift: -0.02, up: 0, down: 0.005, volume: 3000, openInterestChange: -0.05 }], { price: past.at(-1)?.candle.close ?? 0 }).map(
      (step) => ({
        ...step,
        start: asMs(START + 300 * MINUTE_MS),
      }),
    );
    const seen = run(past).step(next);
    const unseen = run(past).step({ ...next, openInterest: undefined, funding: [{ time: next.start, rate: 0.01 }], printed: undefined });
    expect(unseen).toEqual(seen);
    expect(seen.forcedLongUsd).toBeGreaterThan(0);
  });

  it("lets a wick sweep longs below and leave what lies deeper", () => {
    const estimator = run(stepsOf(calm(600)));
    const before = estimator.snapshot();
    const low = before.mark * 0.97;
    const sums = ({ usd, firstRow, rowCount }: typeof before) => {
      let [swept, deeper] = [0, 0];
      for (let plane = 0; plane < 5; plane++)
        for (let row = 0; row < rowCount; row++) {
          if (row + firstRow > rowOf(low) && row + firstRow < rowOf(before.mark)) swept += usd[plane * rowCount + row];
          else if (row + firstRow < rowOf(low) - 200) deeper += usd[plane * rowCount + row];
        }
      return { swept, deeper };
    };
    const was = sums({ ...before, usd: before.usd.slice() });
    expect(was.swept).toBeGreaterThan(0);
    const wick = { open: before.mark, high: before.mark, low, close: before.mark, volume: 4000, takerBuyVolume: undefined };
    const forecast = estimator.step({
      start: asMs(START + 600 * MINUTE_MS),
      durationMs: MINUTE_MS,
      candle: wick,
      mark: undefined,
      openInterest: undefined,
      funding: [],
      printed: undefined,
    });
    const is = sums(estimator.snapshot());
    expect(forecast.forcedLongUsd).toBeGreaterThan(was.swept * 0.3);
    expect(is.swept).toBeLessThan(was.swept * 0.4);
    expect(is.deeper / was.deeper).toBeGreaterThan(0.9);
  });

  it("does not sweep an entry by the part of the candle before it", () => {
    const history = stepsOf(calm(50));
    const mark = history.at(-1)?.candle.close ?? 0;
    const start = asMs(START + 50 * MINUTE_MS);
    const step = (open: number, close: number): StepInput => ({
      start,
      durationMs: MINUTE_MS,
      candle: { open, high: Math.max(open, close), low: Math.min(open, close), close, volume: 5000, takerBuyVolume: undefined },
      mark: undefined,
      openInterest: { time: asMs(start + MINUTE_MS), openInterest: 56_000 },
      funding: [],
      printed: undefined,
    });
    const longsFrom = (estimator: LadderEstimator, low: number, high: number) => {
      const { usd, firstRow, rowCount, mark: at } = estimator.snapshot();
      let sum = 0;
      for (let row = rowOf(at * low) - firstRow; row < rowOf(at * high) - firstRow; row++) sum += usd[4 * rowCount + row];
      return sum;
    };
    const nearLongs = (estimator: LadderEstimator) => longsFrom(estimator, 0.96, 1);
    // A fall of 2 % opens 100x longs all the way down; those of its end stand, those of its start are gone.
    const fallen = run([...history, step(mark, mark * 0.98)]);
    const risen = run([...history, step(mark, mark * 1.02)]);
    expect(nearLongs(fallen)).toBeGreaterThan(0);
    expect(nearLongs(risen)).toBeGreaterThan(nearLongs(fallen) * 1.5);
    // Unless the order of the path is left out, as an ablation does: then they still stand, though price has been there.
    const unordered = run([...history, step(mark, mark * 0.98)], createEstimator(BTC, { pathOrder: "ignored" }));
    expect(unordered.model).toBe("ladder@7+path-ignored");
    expect(longsFrom(fallen, 1.002, 1.02)).toBe(0);
    expect(longsFrom(unordered, 1.002, 1.02)).toBeGreaterThan(nearLongs(fallen) * 0.1);
  });

  it("opens a rise of open interest where price traded since the last sample, but nothing that price has reached since", () => {
    const history = stepsOf(calm(50));
    const price = history.at(-1)?.candle.close ?? 0;
    const start = asMs(START + 50 * MINUTE_MS);
    const fall = { open: price, high: price, low: price * 0.983, close: price * 0.989, volume: 20_000, takerBuyVolume: undefined };
    const openInterest = { time: asMs(start + MINUTE_MS), openInterest: 60_000 };
    const estimator = run([...history, { start, durationMs: MINUTE_MS, candle: fall, mark: undefined, openInterest, funding: [], printed: undefined }]);
    const { usd, firstRow, rowCount } = estimator.snapshot();
    const longsBetween = (low: number, high: number) => {
      let sum = 0;
      for (let plane = 0; plane < 5; plane++)
        for (let row = rowOf(price * low) - firstRow; row < rowOf(price * high) - firstRow; row++) sum += usd[plane * rowCount + row];
      return sum;
    };
    // Entries after the low are at most at the close, and the nearest of them liquidate 0.27 % below it.
    expect(longsBetween(0.9866, 0.9888)).toBeLessThan(longsBetween(0.98, 0.9825) * 1e-3);
    expect(longsBetween(0.98, 0.9825)).toBeGreaterThan(0);
  });

  it("takes an open interest between steps on a copy as on the next step's side of time", () => {
    const estimator = run(stepsOf(calm(100)));
    const copy = createEstimator(BTC);
    copy.copyFrom(estimator);
    copy.observe({ time: START + 100 * MINUTE_MS + 1, openInterest: 61_000 });
    expect(copy.snapshot().openInterest).toBe(61_000);
    for (const side of standsFor(copy)) expect(side).toBeCloseTo(61_000, 4);
    expect(estimator.snapshot().openInterest).not.toBe(61_000);
  });

  it("bounds nothing by a volume that is only assumed, between steps and after a restart either", () => {
    const unknown = calm(100).map((one, i) => ({ ...one, volume: undefined, openInterestChange: i === 0 ? 0 : undefined }));
    const estimator = run(stepsOf(unknown));
    const restarted = createEstimator(BTC);
    restarted.restore(estimator.save());
    const copied = createEstimator(BTC);
    copied.copyFrom(estimator);
    for (const one of [estimator, restarted, copied]) {
      one.observe({ time: START + 100 * MINUTE_MS + 1, openInterest: 90_000 });
      // Half of a change counts as explained where nobody knows the volume.
      expect(one.explainedShare).toBeCloseTo(0.5, 9);
    }
    expect(restarted.snapshot().usd).toEqual(estimator.snapshot().usd);
  });

  it("explains a change of open interest by volume, and says when it cannot", () => {
    const traded = run(stepsOf(calm(200)));
    expect(traded.explainedShare).toBe(1);
    const untraded = run(stepsOf(calm(200).map((one) => ({ ...one, volume: 0.001 }))));
    expect(untraded.explainedShare).toBeLessThan(0.1);
  });

  it("survives an open interest of zero and grows again", () => {
    const steps = stepsOf([...calm(20), { drift: 0, up: 0, down: 0, volume: 10, openInterestChange: -1 }, ...calm(20)]).map((step, i) =>
      i === 40 ? { ...step, openInterest: { time: asMs(step.start + MINUTE_MS), openInterest: 70_000 } } : step,
    );
    const { openInterest, usd } = run(steps).snapshot();
    expect(openInterest).toBe(70_000);
    expect(usd.every(Number.isFinite)).toBe(true);
  });

  it("has no map before the first open interest, refuses to go back in time and states of others", () => {
    const [first] = stepsOf(calm(1));
    const estimator = createEstimator(BTC);
    estimator.step(first);
    expect(estimator.ready).toBe(false);
    expect(() => estimator.snapshot()).toThrow("no open interest");
    expect(() => estimator.step(first)).toThrow("before the last one ended");
    expect(() => createEstimator({ ...BTC, symbol: "ETHUSDT" }).restore(estimator.save())).toThrow("saved state is of");
    expect(() => createEstimator(BTC).restore(new Uint8Array([1, 2, 3]))).toThrow("damaged");
  });

  it("follows price over a tenfold rise and fall", () => {
    const rise: Move[] = Array.from({ length: 400 }, (_, i) => ({
      drift: i < 200 ? 0.0116 : -0.0115,
      up: 0.001,
      down: 0.001,
      volume: 200,
      openInterestChange: 0,
    }));
    // Without a feed: the few prints of the other tests would say that nobody stands in all that price sweeps here.
    const { mark, usd, openInterestUsd } = run(stepsOf(rise).map((step) => ({ ...step, printed: undefined }))).snapshot();
    const longs = usd.subarray(0, usd.length / 2).reduce((sum, value) => sum + value, 0);
    expect(mark).toBeGreaterThan(0);
    expect(longs).toBeGreaterThan(openInterestUsd * 0.01);
  });
});
