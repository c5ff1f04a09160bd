import { describe, expect, it } from "vitest";
import { DAY_MS, MINUTE_MS } from "#core/units.ts";
import { LINEAR_EXCHANGE } from "./linear-exchange.conformance.ts";
import { openInterestLots } from "./market-state.ts";
import { placeOf } from "./minute-columns.ts";
import { HEDGED } from "./positions.ts";
import { createRecorder } from "./recorder.ts";
import { truthOf } from "./truth.ts";

const START = Date.UTC(2026, 0, 1);
const DAYS = 4;

/** The stated bounds of docs/simulator.md, on the default world and on three others; single days may lie outside. */
describe.each(["7", "north", "south", "west"])("four days of BTC in world %s", (seed) => {
  const recorder = createRecorder({ seed, coin: "BTC", start: START, exchange: LINEAR_EXCHANGE, keepDays: DAYS + 1 });
  const openInterest: number[] = [];
  const forcedUsdOfDay: number[] = [];
  for (let day = 1; day <= DAYS; day++) {
    recorder.advanceTo(START + day * DAY_MS);
    openInterest.push(openInterestLots(recorder.market));
    forcedUsdOfDay.push(recorder.takeForced().reduce((sum, { lots, mark }) => sum + lots * recorder.market.profile.lotSize * mark, 0));
  }
  const { market, minutes } = recorder;
  const { column } = minutes;
  const places = Array.from({ length: (DAYS * DAY_MS) / MINUTE_MS }, (_, i) => placeOf(minutes, minutes.firstMinute + i));

  it("keeps its open interest near 8 billion dollars' worth of coins", () => {
    for (const lots of openInterest) {
      expect(lots / market.targetLots).toBeGreaterThan(0.8);
      expect(lots / market.targetLots).toBeLessThan(1.15);
    }
  });

  it("trades between 0.4 and 6 times its open interest a day", () => {
    const volume = places.reduce((sum, at) => sum + column.volumeLots[at], 0);
    expect(volume / DAYS / market.targetLots).toBeGreaterThan(0.4);
    expect(volume / DAYS / market.targetLots).toBeLessThan(6);
  });

  it("has the price range of a crypto minute, median 2.5 to 16 basis points", () => {
    const ranges = places.map((at) => column.high[at] / column.low[at] - 1).sort((a, b) => a - b);
    expect(ranges[ranges.length >> 1]).toBeGreaterThan(2.5e-4);
    expect(ranges[ranges.length >> 1]).toBeLessThan(1.6e-3);
  });

  it("forces between 0.02 and 6 % of open interest on a middling day", () => {
    const usd = forcedUsdOfDay.sort((a, b) => a - b)[DAYS >> 1] / market.profile.openInterestUsd;
    expect(usd).toBeGreaterThan(0.0002);
    expect(usd).toBeLessThan(0.06);
  });

  it("stands mostly at low effective leverage, and partly out of reach", () => {
    const { positions, makers } = market;
    const stock = { low: makers.long + makers.short, middle: 0, high: 0 };
    for (let slot = 0; slot < positions.used; slot++) {
      if (positions.open[slot] === 0) continue;
      const leverage = positions.mode[slot] === HEDGED ? 1 : positions.leverage[slot];
      stock[leverage <= 3 ? "low" : leverage <= 7 ? "middle" : "high"] += positions.lots[slot];
    }
    const all = stock.low + stock.middle + stock.high;
    expect(stock.low / all).toBeGreaterThan(0.2);
    expect(stock.low / all).toBeLessThan(0.72);
    expect(stock.high / all).toBeGreaterThan(0.06);
    expect(stock.high / all).toBeLessThan(0.5);
    const { neverLongUsd, neverShortUsd, openInterestUsd } = truthOf(market);
    for (const never of [neverLongUsd, neverShortUsd]) {
      expect(never / openInterestUsd).toBeGreaterThan(0.08);
      expect(never / openInterestUsd).toBeLessThan(0.55);
    }
  });

  it("keeps the mark within 1 % of the last price", () => {
    for (const at of places) {
      expect(column.markHigh[at]).toBeLessThan(column.high[at] * 1.01);
      expect(column.markLow[at]).toBeGreaterThan(column.low[at] * 0.99);
    }
  });
});
