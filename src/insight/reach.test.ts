import { describe, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "#core/units.ts";
import { type ReachBar, reachOf, reachTable } from "./reach.ts";

const INTERVAL_MS = 30 * MINUTE_MS;
const DAYS = 14;
const BARS = (DAYS * 24 * HOUR_MS) / INTERVAL_MS;

/** Bars that move by these log returns, without wicks. */
function barsOf(returns: readonly number[]): ReachBar[] {
  let close = 50_000;
  return returns.map((change, at) => {
    const open = close;
    close *= Math.exp(change);
    return { openTime: at * INTERVAL_MS, high: Math.max(open, close), low: Math.min(open, close), close };
  });
}

/** Up and down in turn, a bar at a time. */
const zigzag = (size: (at: number) => number) => barsOf(Array.from({ length: BARS }, (_, at) => (at % 2 ? size(at) : -size(at))));
const ratesOf = (bars: readonly ReachBar[], distance: number) => {
  const table = reachTable(bars, INTERVAL_MS);
  return table && reachOf(table, distance).map(({ rate }) => rate);
};

describe("how often price came as far", () => {
  test("what every bar moves is reached half of the times: up or down, and never more than that", () => {
    const bars = zigzag(() => 0.01);
    expect(ratesOf(bars, 0.009)).toEqual([0.5, 0.5, 0.5]);
    expect(ratesOf(bars, -0.009)).toEqual([0.5, 0.5, 0.5]);
    expect(ratesOf(bars, 0.011)).toEqual([0, 0, 0]);
  });

  test("farther is never more often, longer never more rarely", () => {
    let seed = 1;
    const random = () => ((seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.5) * 0.01;
    const bars = barsOf(Array.from({ length: BARS }, random));
    const rates = [0.002, 0.01, 0.03].map((distance) => ratesOf(bars, distance) ?? []);
    for (const [hour, four, day] of rates) expect([hour <= four, four <= day]).toEqual([true, true]);
    for (let at = 0; at < 3; at++) expect(rates.map((rate) => rate[at])).toEqual(rates.map((rate) => rate[at]).toSorted((a, b) => b - a));
  });

  test("a distance is measured by the volatility of its time: twice as lively now, twice as far is as often", () => {
    const calm = zigzag(() => 0.01);
    const lively = zigzag((at) => (at < BARS - 96 ? 0.01 : 0.02));
    expect(ratesOf(calm, 0.0095)?.[0]).toBe(0.5);
    expect(ratesOf(lively, 0.0195)?.[0]).toBeGreaterThan(0.45);
  });

  test("nothing is said of a horizon with too few stretches, nor of a price that stands still", () => {
    const twoDays = zigzag(() => 0.01).slice(0, 96);
    expect(reachTable(twoDays, INTERVAL_MS)?.horizons.map(({ horizonMs }) => horizonMs / HOUR_MS)).toEqual([1, 4]);
    expect(reachTable(barsOf(Array.from({ length: BARS }, () => 0)), INTERVAL_MS)).toBeUndefined();
    expect(reachTable([], INTERVAL_MS)).toBeUndefined();
  });

  test("a stretch with a hole in it counts for nothing", () => {
    const bars = zigzag(() => 0.01).map((bar, at) => (at === 300 ? { ...bar, high: 90_000 } : bar));
    const holed = bars.filter((_, at) => at !== 301);
    const before = reachTable(bars, INTERVAL_MS)?.horizons[0].moves.length ?? 0;
    expect(before - (reachTable(holed, INTERVAL_MS)?.horizons[0].moves.length ?? 0)).toBeGreaterThan(2);
  });
});
