import { describe, expect, test } from "vitest";
import type { Bar } from "#web/chart/bars.ts";
import { swingPoints } from "./swing-points.ts";

const BAR_MS = 7_200_000;
const SPAN_MS = 2 * BAR_MS;

/** Bars of one price each, two of them to a candle. */
const barsOf = (...prices: number[]): Bar[] =>
  prices.map((price, index) => ({ openTime: index * BAR_MS, open: price, high: price + 1, low: price - 1, close: price }));
const flat = (count: number, price: number) => Array.from({ length: count }, () => price);

describe("swingPoints", () => {
  test("a peak stands where the bar that made it opened", () => {
    expect(swingPoints(barsOf(10, 11, 12, 13, 20, 19, 13, 12, 11, 10, 9, 9), SPAN_MS)).toEqual([
      { kind: "high", spanMs: SPAN_MS, time: 4 * BAR_MS, price: 21, brokenAt: undefined },
    ]);
  });

  test("a trough that price went below later is broken there", () => {
    const low = swingPoints(barsOf(10, 9, 8, 7, 2, 3, 7, 8, 9, 10, 9, 1), SPAN_MS).find(({ kind }) => kind === "low");
    expect(low).toEqual({ kind: "low", spanMs: SPAN_MS, time: 4 * BAR_MS, price: 1, brokenAt: 11 * BAR_MS });
  });

  test("a peak whose neighbour is still forming is none yet", () => {
    const prices = [10, 10, 10, 10, 20, 20, 12, 12, 11];
    expect(swingPoints(barsOf(...prices), SPAN_MS)).toEqual([]);
    expect(swingPoints(barsOf(...prices, 11, 10), SPAN_MS).map(({ price }) => price)).toEqual([21]);
  });

  test("a level stretch turns nowhere, and nothing comes of nothing", () => {
    expect(swingPoints(barsOf(...flat(20, 5)), SPAN_MS)).toEqual([]);
    expect(swingPoints([], SPAN_MS)).toEqual([]);
  });
});
