import { describe, expect, it } from "vitest";
import { LONG } from "#core/position-side.ts";
import { HOUR_MS } from "#core/units.ts";
import { createCrowd } from "./crowd.ts";
import { instrumentsOf } from "./crowd-instruments.conformance.ts";
import { fund, predictedFundingRate } from "./funding.ts";
import { CROSS } from "./positions.ts";

const at = (premium: number, intervalMs: number) => ({ intervalMs, nextTime: 0, premiumSum: premium, premiumCount: 1, settled: undefined });

describe("the rate", () => {
  // Premium and interest of 0.01 % per 8 h, their difference kept within 0.05 %.
  it.each([
    [0, 0.0001],
    [0.002, 0.0015],
    [-0.002, -0.0015],
    [0.0004, 0.0001],
  ])("of a mean premium of %f is %f per 8 h, and an eighth of it per hour", (premium, rate) => {
    expect(predictedFundingRate(at(premium, 8 * HOUR_MS))).toBeCloseTo(rate, 12);
    expect(predictedFundingRate(at(premium, HOUR_MS))).toBeCloseTo(rate / 8, 12);
  });
});

describe("a settlement", () => {
  const start = Date.UTC(2026, 0, 1);
  const { recorders } = createCrowd({ seed: "funding", coin: "ETH", start, instruments: instrumentsOf("ETH", start), keepDays: 1 });
  const perpetuals = recorders.filter(({ market }) => market.profile.fundingIntervalMs !== undefined).map(({ market }) => market);

  it.each(perpetuals.map((market) => [`${market.profile.exchange}:${market.profile.symbol}`, market] as const))(
    "of %s takes from cross longs and gives to cross shorts, in the settle coin, when the rate is above zero",
    (_, market) => {
      const { positions, profile, funding, mark } = market;
      const before = Float64Array.from(positions.margin);
      Object.assign(funding, { nextTime: market.time, premiumSum: 0.003, premiumCount: 0 });
      fund(market, 0);
      const rate = funding.settled?.rate ?? 0;
      expect(rate).toBeGreaterThan(0);
      let paid = 0;
      for (let slot = 0; slot < positions.used; slot++) {
        if (positions.open[slot] === 0 || positions.mode[slot] !== CROSS) continue;
        const size = positions.lots[slot] * profile.lotSize;
        const value = profile.contract === "linear" ? size * mark : size / mark;
        const sign = positions.side[slot] === LONG ? -1 : 1;
        expect((positions.margin[slot] - before[slot]) / value).toBeCloseTo(sign * rate, 9);
        paid++;
      }
      expect(paid).toBeGreaterThan(20);
    },
  );
});
