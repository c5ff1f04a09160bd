import { describe, expect, it } from "vitest";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { BTC } from "#engine/given-book.conformance.ts";
import { marginRuleAt } from "#engine/margin/margin-rule.ts";
import type { StepInput } from "#engine/step.ts";
import { locatedPrints, printedSums } from "./printed-sums.ts";

const STEP: StepInput = {
  start: asMs(0),
  durationMs: MINUTE_MS,
  candle: { open: 1, high: 1, low: 1, close: 1, volume: 1, takerBuyVolume: undefined },
  mark: undefined,
  openInterest: undefined,
  funding: [],
  printed: undefined,
};
const NOW = Date.UTC(2026, 0, 1);
const OF = { instrument: BTC, rule: marginRuleAt(BTC, NOW), largestUsd: 1e6 };
const order = (side: 0 | 1, usd: number) => ({ side, usd, price: 100, size: usd / 100 });

describe("located prints", () => {
  it("count no order for more than the largest that counts", () => {
    expect(locatedPrints({ ...STEP, prints: [order(1, 80e6), order(1, 5e5)] }, OF)).toEqual([
      { side: 1, usd: 1e6, trigger: 100 },
      { side: 1, usd: 5e5, trigger: 100 },
    ]);
  });

  it("recover the trigger from the bankruptcy price: about the maintenance rate towards entry", () => {
    // 0.4 % maintenance in the first bracket: p / (1 - m) for longs, p / (1 + m) for shorts.
    const prints = [
      { side: 0, usd: 9000, price: 90_100, size: 0.1, orderPrice: 90_000 },
      { side: 1, usd: 9000, price: 89_900, size: 0.1, orderPrice: 90_000 },
    ] as const;
    const [long, short] = locatedPrints({ ...STEP, prints }, OF);
    expect(long.trigger).toBeCloseTo(90_000 / 0.996, 6);
    expect(short.trigger).toBeCloseTo(90_000 / 1.004, 6);
  });

  it("stand for orders that a feed of one a second hid", () => {
    const sampled = { ...OF, instrument: { ...BTC, liquidationFeed: { exchanges: ["binance"], sampling: "one-per-second" as const } } };
    const prints = Array.from({ length: 48 }, () => order(0, 1000));
    expect(locatedPrints({ ...STEP, prints }, sampled)[0].usd).toBeCloseTo((1000 * -Math.log(0.2)) / 0.8, 9);
    expect(locatedPrints({ ...STEP, prints }, OF)[0].usd).toBe(1000);
  });
});

describe("printed sums", () => {
  const OPEN_INTEREST_USD = 1e9;

  it("add up each side's orders and their squares", () => {
    const prints = [order(0, 30_000), order(1, 500), order(0, 1000)].map(({ side, usd }) => ({ side, usd, trigger: 100 }));
    expect(printedSums(STEP, prints, OPEN_INTEREST_USD)).toEqual([
      { usd: 31_000, squares: 30_000 ** 2 + 1000 ** 2 },
      { usd: 500, squares: 500 ** 2 },
    ]);
  });

  it("take orders of a size that follows the market's where the source has summed them", () => {
    const summed = { ...STEP, printed: { longUsd: 4e6, shortUsd: 0 } };
    const [long, short] = printedSums(summed, [], OPEN_INTEREST_USD);
    expect(long).toEqual({ usd: 4e6, squares: 4e6 * 1e4 });
    expect(short).toEqual({ usd: 0, squares: 0 });
    expect(printedSums(summed, [], 2 * OPEN_INTEREST_USD)[0].squares).toBe(4e6 * 2e4);
  });

  it("are nothing where nothing printed", () => {
    expect(printedSums(STEP, [], OPEN_INTEREST_USD)).toEqual([
      { usd: 0, squares: 0 },
      { usd: 0, squares: 0 },
    ]);
  });
});
