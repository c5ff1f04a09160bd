import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planeOf } from "#core/heat-column.ts";
import type { Instrument } from "#core/instrument.ts";
import { rowOf } from "#core/price-rows.ts";
import { TIER_COUNT } from "#core/tier.ts";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import type { StepInput } from "#engine/step.ts";
import { explainCell } from "./explain-cell.ts";
import type { Explanation } from "./explanation.ts";
import { BTC } from "#engine/given-book.conformance.ts";

const INVERSE: Instrument = { ...BTC, symbol: "BTCUSD_PERP", contract: "inverse", contractSize: 100, marginModel: "binance-coinm" };
const START = Date.UTC(2026, 0, 1);
const fresh = () => createEstimator(BTC);

interface Move {
  readonly drift: number;
  readonly wick: number;
  readonly volume: number | undefined;
  readonly openInterestChange: number | undefined;
}

/** Steps of one minute along relative moves, with funding every eight hours and prints. */
function stepsOf(moves: readonly Move[]): StepInput[] {
  let price = 90_000;
  let openInterest = 50_000;
  return moves.map(({ drift, wick, volume, openInterestChange }, minute) => {
    const open = price;
    price *= 1 + drift;
    openInterest *= 1 + (openInterestChange ?? 0);
    const end = asMs(START + (minute + 1) * MINUTE_MS);
    return {
      start: asMs(START + minute * MINUTE_MS),
      durationMs: MINUTE_MS,
      candle: { open, high: Math.max(open, price) * (1 + wick), low: Math.min(open, price) * (1 - wick), close: price, volume, takerBuyVolume: undefined },
      mark: undefined,
      openInterest: openInterestChange === undefined ? undefined : { time: end, openInterest },
      funding: minute % 480 === 479 ? [{ time: end, rate: 0.0004 }] : [],
      printed: { longUsd: minute % 7 === 0 ? 40_000 : 0, shortUsd: 0 },
    };
  });
}

/** A wave about 3 % high with a period of six hours, open interest every five minutes. */
const wave = (minutes: number): Move[] =>
  Array.from({ length: minutes }, (_, i) => ({
    drift: 0.00026 * Math.cos((i / 360) * 2 * Math.PI) + 0.0003 * Math.sin(i * 1.7),
    wick: 0.0002,
    volume: 60 + 40 * Math.sin(i / 50),
    openInterestChange: i % 5 === 4 ? 0.0008 * Math.sin(i / 37) : undefined,
  }));

const move: fc.Arbitrary<Move> = fc.record({
  drift: fc.double({ min: -0.012, max: 0.012, noNaN: true }),
  wick: fc.double({ min: 0, max: 0.006, noNaN: true }),
  volume: fc.option(fc.double({ min: 0, max: 5000, noNaN: true }), { nil: undefined }),
  openInterestChange: fc.option(fc.double({ min: -0.08, max: 0.08, noNaN: true }), { nil: undefined, freq: 3 }),
});

/** The largest cell of `rowCount` rows on a side. */
function largestCell(steps: readonly StepInput[], { side, rowCount, make = fresh }: { side: 0 | 1; rowCount: number; make?: typeof fresh }) {
  const estimator = make();
  for (const step of steps) estimator.step(step);
  const shown = estimator.snapshot();
  let best = { firstRow: 0, usd: 0 };
  for (let first = 0; first + rowCount <= shown.rowCount; first += rowCount) {
    let usd = 0;
    for (let tier = 0; tier < TIER_COUNT; tier++)
      for (let row = first; row < first + rowCount; row++) usd += shown.usd[planeOf(side, tier) * shown.rowCount + row];
    if (usd > best.usd) best = { firstRow: first + shown.firstRow, usd };
  }
  return { side, rowCount, firstRow: best.firstRow, mark: shown.mark };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function expectWhole({ usd, explainedUsd, parts, rest }: Explanation) {
  expect(Math.abs(explainedUsd - usd)).toBeLessThanOrEqual(1e-5 * usd + 1e-6);
  expect((sum(parts.map(({ usdNow }) => usdNow)) + rest.usdNow + 1) / (explainedUsd + 1)).toBeCloseTo(1, 9);
  for (const { openedUsd, usdNow, survivedShare, survival, byCohort, byOpening } of parts) {
    expect((openedUsd * survivedShare) / usdNow).toBeCloseTo(1, 9);
    expect((survival.holding * survival.approach * survival.scaling) / survivedShare).toBeCloseTo(1, 9);
    expect(survival.holding).toBeLessThanOrEqual(1 + 1e-9);
    expect(survival.approach).toBeLessThanOrEqual(1 + 1e-9);
    expect(sum(Object.values(byCohort)) / usdNow).toBeCloseTo(1, 9);
    expect(sum(Object.values(byOpening)) / usdNow).toBeCloseTo(1, 9);
  }
}

describe("explaining a cell", () => {
  it("adds up to the cell over a day, on both sides, near and far", () => {
    const steps = stepsOf(wave(1500));
    for (const side of [0, 1] as const) {
      const largest = largestCell(steps, { side, rowCount: 10 });
      const near = rowOf(largest.mark) + (side === 0 ? -70 : 60);
      for (const cell of [largest, { side, firstRow: near, rowCount: 2 }, { side, firstRow: rowOf(largest.mark * (side === 0 ? 0.8 : 1.2)), rowCount: 25 }]) {
        const explanation = explainCell(steps, fresh, cell);
        expect(explanation.usd).toBeGreaterThan(0);
        expectWhole(explanation);
      }
    }
  });

  it("adds up whatever the market does", () => {
    fc.assert(
      fc.property(
        fc.array(move, { minLength: 2, maxLength: 60 }),
        fc.constantFrom(0 as const, 1 as const),
        fc.integer({ min: -600, max: 600 }),
        (moves, side, offset) => {
          const steps = stepsOf([...moves, { drift: 0, wick: 0, volume: 10, openInterestChange: 0.001 }]);
          const firstRow = rowOf(steps[steps.length - 1].candle.close) + offset;
          expectWhole(explainCell(steps, fresh, { side, firstRow, rowCount: 7 }));
        },
      ),
      { numRuns: 25 },
    );
  });

  it("adds up tier by tier, and for coin-margined contracts", () => {
    const steps = stepsOf(wave(700));
    const cell = largestCell(steps, { side: 0, rowCount: 10 });
    const whole = explainCell(steps, fresh, cell);
    const tiers = [0, 1, 2, 3, 4].map((tier) => explainCell(steps, fresh, { ...cell, tier }));
    for (const explanation of tiers) expectWhole(explanation);
    expect(sum(tiers.map(({ explainedUsd }) => explainedUsd)) / whole.explainedUsd).toBeCloseTo(1, 9);
    const make = () => createEstimator(INVERSE);
    expectWhole(explainCell(steps, make, largestCell(steps, { side: 1, rowCount: 10, make })));
  });

  it("names the hour in which a wall was entered, its leverage and its rise of open interest", () => {
    const quiet = (minutes: number): Move[] => Array.from({ length: minutes }, () => ({ drift: 0, wick: 0.0001, volume: 5, openInterestChange: 0 }));
    const burst: Move[] = Array.from({ length: 5 }, () => ({ drift: 0, wick: 0.0001, volume: 4000, openInterestChange: 0.05 }));
    const away: Move[] = Array.from({ length: 40 }, () => ({ drift: 0.0005, wick: 0.0001, volume: 5, openInterestChange: 0 }));
    const steps = stepsOf([...quiet(185), ...burst, ...away]);
    // 20x of Binance liquidates 4.6 % below entry.
    const firstRow = rowOf(90_000 * (1 - 0.0462)) - 5;
    const [part] = explainCell(steps, fresh, { side: 0, firstRow, rowCount: 10 }).parts;
    expect(part.leverage).toBe(20);
    expect(Math.floor((part.entryFrom - START) / HOUR_MS)).toBe(3);
    expect(part.entryPrice).toBeCloseTo(90_000, -2);
    expect(part.entryPriceLow).toBeLessThan(90_000);
    expect(part.entryPriceHigh).toBeGreaterThan(90_000);
    expect(part.byOpening["open-interest-rise"]).toBeGreaterThan(part.usdNow * 0.9);
    expect(part.openInterestChangeUsd / (50_000 * (1.05 ** 5 - 1) * 90_000)).toBeCloseTo(1, 1);
    expect(part.survivedShare).toBeGreaterThan(0.7);
    expect(part.survivedShare).toBeLessThan(1);
    expect(part.marginRule).toMatchObject({ model: "binance-usdm", known: true, maintenanceRate: 0.004 });
  });

  it("states the first book in the size that the first sample gives it", () => {
    const steps = stepsOf(wave(30));
    const { parts } = explainCell(steps, fresh, largestCell(steps, { side: 0, rowCount: 10 }));
    const first = parts.filter(({ byOpening, usdNow }) => byOpening["first-book"] > usdNow / 2);
    expect(first.length).toBeGreaterThan(0);
    for (const { openedUsd, usdNow, survival } of first) {
      expect(openedUsd).toBeGreaterThanOrEqual(usdNow * 0.99);
      expect(survival.scaling).toBeCloseTo(1, 1);
    }
  });

  it("knows what has settled after price came near", () => {
    const moves: Move[] = [
      ...Array.from({ length: 60 }, () => ({ drift: 0, wick: 0.0001, volume: 2000, openInterestChange: 0.01 })),
      ...Array.from({ length: 35 }, () => ({ drift: -0.001, wick: 0, volume: 5, openInterestChange: 0 })),
      ...Array.from({ length: 35 }, () => ({ drift: 0.001, wick: 0, volume: 5, openInterestChange: 0 })),
    ];
    const steps = stepsOf(moves);
    const explanation = explainCell(steps, fresh, { side: 0, firstRow: rowOf(90_000 * (1 - 0.0462)) - 5, rowCount: 10 });
    expectWhole(explanation);
    const [part] = explanation.parts;
    expect(part.byCohort.settled / part.usdNow).toBeCloseTo(1, 6);
    expect(part.survival.approach).toBeCloseTo(1 - 0.55, 6);
  });

  it("changes nothing in what it follows", () => {
    const steps = stepsOf(wave(400));
    const plain = fresh();
    const followed = fresh();
    followed.observer = { after: () => undefined };
    for (const step of steps) {
      plain.step(step);
      followed.step(step);
    }
    expect(Buffer.from(followed.save()).equals(plain.save())).toBe(true);
  });
});
