import { expect, test } from "vitest";
import { realisedVolatility } from "./realised-volatility.ts";

const HOUR_MS = 3_600_000;
const barsOf = (prices: readonly (number | null)[], stepMs = HOUR_MS) => prices.map((price, i) => ({ price, openTime: i * stepMs }));
/** Up and down by 1 % in turn. */
const zigzag = (count: number) => Array.from({ length: count }, (_, i) => 100 * (i % 2 === 0 ? 1 : Math.exp(0.01)));

test("a price that moves 1 % an hour has a volatility of 1 % times the root of a year's hours", () => {
  expect(realisedVolatility(barsOf(zigzag(60))).at(-1)).toBeCloseTo(0.01 * Math.sqrt(24 * 365), 10);
  expect(realisedVolatility(barsOf(zigzag(60), HOUR_MS / 4)).at(-1)).toBeCloseTo(0.01 * Math.sqrt(4 * 24 * 365), 10);
});

test("a price that stands still has none; of too few bars nothing is said", () => {
  const values = realisedVolatility(barsOf(Array.from({ length: 40 }, () => 100)));
  expect([values[5], values.at(-1)]).toEqual([null, 0]);
});

test("a hole is left out, and a long one ends it", () => {
  const withHole = zigzag(60).map((price, i) => (i === 50 ? null : price));
  expect(realisedVolatility(barsOf(withHole)).at(-1)).toBeCloseTo(0.01 * Math.sqrt(24 * 365), 10);
  expect(realisedVolatility(barsOf(zigzag(60).map((price, i) => (i > 30 ? null : price)))).at(-1)).toBeNull();
});
