import { describe, expect, test } from "vitest";
import { rowOf } from "#core/price-rows.ts";
import { HOUR_MS, asMs } from "#core/units.ts";
import type { MapMaker } from "#engine/score/map-maker.ts";
import type { PositionSample } from "#engine/score/positions-score.ts";
import type { StepInput } from "#engine/step.ts";
import type { MarketContender } from "./contender.ts";
import { scorePositions } from "./score-positions.ts";

const MONDAY = Date.UTC(2026, 1, 9);
const TUESDAY = Date.UTC(2026, 1, 10);
const MARK = 1000;
const instrument = { exchange: "test", symbol: "X", coin: "X", contract: "linear", contractSize: 1, tickSize: 1, marginModel: "test" } as const;
const candle = { open: MARK, high: MARK, low: MARK, close: MARK, volume: undefined, takerBuyVolume: undefined };
const steps: readonly StepInput[] = Array.from({ length: 48 }, (_, hour) => ({
  start: asMs(MONDAY + hour * HOUR_MS),
  durationMs: HOUR_MS,
  candle,
  mark: undefined,
  openInterest: undefined,
  printed: undefined,
  funding: [],
}));

/** One long of each account, liquidated at 5 % below mark on Monday and 25 % below on Tuesday. */
const samples: readonly PositionSample[] = [MONDAY, TUESDAY].map((day) => ({
  time: day + 6.5 * HOUR_MS,
  mark: MARK,
  notionalUsd: [2000, 0],
  positions: ["a", "b"].map((account) => ({ account, side: 0, usd: 950, liquidationPrice: day === MONDAY ? 950 : 750 })),
  held: ["a", "b"].map((account) => ({ account, side: 0, size: 1, entryPrice: MARK, liquidationPrice: day === MONDAY ? 950 : 750 })),
}));

/** Draws everything at one price, once it has seen six hours of the day. */
function drawAt(price: number, day: number): MapMaker {
  let end = 0;
  return {
    step: (input) => void (end = input.start + input.durationMs),
    map: () => (end === day + 6 * HOUR_MS ? { firstRow: rowOf(price), usd: [[1], [0]] } : undefined),
  };
}
const dayByDay: MarketContender = {
  name: "estimate",
  kind: "estimate",
  make: () => drawAt(950, MONDAY),
  makeForDay: (_, { date }) => (date === "2026-02-09" ? drawAt(950, MONDAY) : drawAt(750, TUESDAY)),
};
const once = (name: string, kind: MarketContender["kind"]): MarketContender => ({ name, kind, make: () => ({ ...drawAt(950, 0), map: () => drawn }) });
const drawn = { firstRow: rowOf(950), usd: [[1], [0]] } as const;

describe("a contender on recorded positions", () => {
  const report = scorePositions({ instrument, stepMs: HOUR_MS, steps, prints: [] }, samples, [
    dayByDay,
    once("other prior", "variant"),
    once("plain", "baseline"),
  ]);

  test("is made anew for each day, told the day, and scored on it at the sample's time", () => {
    expect(report.contenders.map(({ name, overlap }) => [name, overlap.value])).toEqual([
      ["estimate", 1],
      ["other prior", 0.5],
      ["plain", 0.5],
    ]);
  });

  test("is compared with baselines, not with itself under another prior", () => {
    expect(report.lifts.map(({ over, overlap }) => [over, overlap.value])).toEqual([["plain", 0.5]]);
  });

  test("is told of earlier days only, and of other accounts where it is scored on some", () => {
    const heard: { date: string; accounts: readonly string[]; latest: number }[] = [];
    const curious: MarketContender = {
      ...dayByDay,
      onOthers: true,
      makeForDay(_, { date, earlier }) {
        heard.push({
          date,
          accounts: earlier.flatMap(({ held }) => held.map(({ account }) => account)),
          latest: Math.max(0, ...earlier.map(({ time }) => time)),
        });
        return drawAt(750, TUESDAY);
      },
    };
    const { others } = scorePositions({ instrument, stepMs: HOUR_MS, steps, prints: [] }, samples, [curious]);
    for (const { date, latest } of heard) expect(latest).toBeLessThan(Date.parse(date));
    expect(heard.filter(({ date }) => date === "2026-02-10").map(({ accounts }) => accounts.join("+"))).toEqual(expect.arrayContaining(["a+b", "a", "b"]));
    expect(others.map(({ name }) => name)).toEqual(["estimate", "the week's own map of the half"]);
    // Both accounts stand at the same price, another one each day: half of the map is right, unless the half holds neither of them.
    expect(others[1].overlap.value).toBeGreaterThan(0.3);
  });
});
