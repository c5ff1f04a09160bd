import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bracketsAt } from "./bracket-tables.ts";
import { gate, gateUntil2023 } from "./gate.ts";
import { givenBracket } from "./given-bracket.conformance.ts";
import { epochOfIsoDate } from "./iso-date.ts";

const STEPPED = bracketsAt("gate", "BTC_USDT", epochOfIsoDate("2022-06-01"))?.brackets ?? [];
const CONTINUOUS = bracketsAt("gate", "BTC_USDT", epochOfIsoDate("2026-10-01"))?.brackets ?? [];

describe("Gate", () => {
  // Positions of the futures API as people posted them in ccxt's pulls 10383, 11143, 13130 and 15622, and what the app showed (freqtrade issue 7294); size in
  // base coin, BTC_USD in USD.
  it.each([
    { of: "BTC_USDT 2023-06-18, cross", contract: "linear", side: "long", entry: 22_322, size: 0.0006, margin: 4.053794242903, rate: 0.005, shown: 15_655.7 },
    { of: "the same, later", contract: "linear", side: "long", entry: 22_322, size: 0.0006, margin: 4.061960362903, rate: 0.005, shown: 15_642.01 },
    { of: "ADA_USDT 2022-05-06, 20x", contract: "linear", side: "long", entry: 0.79271, size: 20, margin: 0.80460065, rate: 0.025, shown: 0.77237 },
    { of: "ETH_USDT 2021-11-24, cross", contract: "linear", side: "short", entry: 4346.1, size: 0.35, margin: 82.433006745942, rate: 0.005, shown: 4555.42 },
    { of: "BTC_USD 2022-01-08, 100x", contract: "inverse", side: "short", entry: 42_037.83, size: 219, margin: 0.000056003122, rate: 0.005, shown: 42_250.3 },
    {
      of: "SHIB_USDT 2022-08-26 in the app",
      contract: "linear",
      side: "long",
      entry: 0.000_013_841,
      size: 65_997_400,
      margin: 184.05,
      rate: 0.025,
      shown: 0.000_011_344,
    },
  ] as const)("reproduces $of", ({ contract, side, entry, size, margin, rate, shown }) => {
    const price = gateUntil2023.liquidationPrice({ contract, side, entry, size, margin }, givenBracket(rate)) ?? Number.NaN;
    // Shown to 5 or 6 digits and rounded to nearest or towards entry; the app's SHIB to a billionth.
    expect(Math.abs(price / shown - 1)).toBeLessThan(shown < 0.001 ? 5e-10 / shown : 3e-6);
  });

  // gate.com futures WebSocket documentation, futures.positions of 2021-08-12: BTC_USD, cross. Shown in ticks of 0.1, rounded towards entry.
  it("reproduces the documented position at 0.1", () => {
    const position = { contract: "inverse", side: "long", entry: 40_000.36666661111, size: 3, margin: 49.999890611186, marginMode: "cross" } as const;
    expect(Math.ceil((gateUntil2023.liquidationPrice(position, givenBracket(0.005)) ?? Number.NaN) * 10) / 10).toBe(0.1);
  });

  // gate.com futures API documentation, /positions: labelled BTC_USDT, a BTC_USD position by its margin; its price is shown as 99999999.
  it("cannot liquidate the documented short whose margin is more than its coins", () => {
    const position = { contract: "inverse", side: "short", entry: 3779.55, size: 9440, margin: 4.431548146258, marginMode: "cross" } as const;
    expect(gateUntil2023.liquidationPrice(position, givenBracket(0.005))).toBeUndefined();
  });

  // gate.com futures API documentation, /liq_orders of 2019-01-28: labelled BTC_USDT, a BTC_USD position by its margin.
  it("expects a mismatch on the published 3421.54: the formula gives 3421.26", () => {
    const price = gateUntil2023.liquidationPrice(
      { contract: "inverse", side: "long", entry: 3536.123, size: 600, margin: 0.006705256878 },
      givenBracket(0.005),
    );
    expect(price).toBeCloseTo(3421.2556, 4);
  });

  // The same issue: a preview of ETH_USDT in the app is said to be 1349.70, which has no fee in it; by the rule it is 1350.72.
  it("expects a mismatch on the app's preview of 1349.70: it leaves the fee out", () => {
    const position = { contract: "linear", side: "long", entry: 1680.05, size: 0.5423, margin: 182.81 } as const;
    expect(gateUntil2023.liquidationPrice(position, givenBracket(0.005))).toBeCloseTo(1350.715, 3);
    expect(gateUntil2023.liquidationPrice({ ...position, feeRate: 0 }, givenBracket(0.005))).toBeCloseTo(1349.7, 2);
  });

  // freqtrade's test suite, rate 1 % and fee 0.06 %.
  it.each([
    { side: "short", leverage: 5, entry: 10, size: 1, published: 11.87413417771621 },
    { side: "short", leverage: 5, entry: 10, size: 2, published: 11.87413417771621 },
    { side: "short", leverage: 3, entry: 10, size: 1, published: 13.193482419684678 },
    { side: "short", leverage: 5, entry: 8, size: 1, published: 9.499307342172967 },
    { side: "long", leverage: 5, entry: 10, size: 1, published: 8.085708510208207 },
    { side: "long", leverage: 3, entry: 10, size: 1, published: 6.738090425173506 },
  ] as const)("agrees with a third party on a $side of $size at $leverage from $entry", ({ side, leverage, entry, size, published }) => {
    const position = { contract: "linear" as const, side, entry, size, margin: (size * entry) / leverage, feeRate: 0.0006 };
    expect(gate.liquidationPrice(position, givenBracket(0.01))).toBeCloseTo(published, 12);
  });

  // ccxt's pull 18092 (LTC_USDT 2023-06-02) and its position sample of 2024-01-12: the API says 0.
  it.each([
    { entry: 90.22, size: 0.2, margin: 36.61700759895, rate: 0.01 },
    { entry: 46_030.3, size: 0.0001, margin: 8.997698485, rate: 0.004 },
  ])("cannot liquidate a long from $entry with more margin than value", ({ entry, size, margin, rate }) => {
    expect(gate.liquidationPrice({ contract: "linear", side: "long", entry, size, margin, marginMode: "cross" }, givenBracket(rate))).toBeUndefined();
  });

  it("counts a lower fee since mid 2023", () => {
    const position = { contract: "linear" as const, side: "long" as const, entry: 100, size: 1, margin: 10 };
    expect(gateUntil2023.liquidationPrice(position, givenBracket(0.005))).toBeCloseTo(90 / (1 - 0.00575), 10);
    expect(gate.liquidationPrice(position, givenBracket(0.005))).toBeCloseTo(90 / (1 - 0.0055), 10);
    expect(gate.validFrom).toBeGreaterThan(gateUntil2023.validFrom);
  });

  describe("while a tier re-rated the whole position", () => {
    const linear = (side: "long" | "short", entry: number, margin: number) => ({ contract: "linear" as const, side, entry, size: 20, margin });

    it("liquidates a short at the cap that it steps over when neither side of the cap holds its own solution", () => {
      // In the first tier it would be 50,110.9, above the cap at 50,000; in the second 49,863, below it.
      expect(gateUntil2023.liquidationPrice(linear("short", 49_900, (20 * 49_900) / 100), STEPPED)).toBe(50_000);
    });

    it("takes the first price from entry when both sides of a cap hold one", () => {
      const position = linear("long", 50_500, 20 * 50_500 * 0.0182);
      const left = 50_500 * (1 - 0.0182);
      expect(left / (1 - 0.00575)).toBeLessThan(50_000);
      expect(gateUntil2023.liquidationPrice(position, STEPPED)).toBeCloseTo(left / (1 - 0.01075), 6);
    });
  });

  it("has the published deductions since, which keep the price continuous in size", () => {
    expect(CONTINUOUS.map(({ maintenanceAmount }) => Math.round(maintenanceAmount * 1e6) / 1e6)).toEqual([0, 250, 750, 1500, 2500]);
    fc.assert(
      fc.property(fc.constantFrom(...CONTINUOUS.slice(1)), fc.double({ min: 2, max: 90, noNaN: true }), ({ floor }, leverage) => {
        const at = (notional: number) => {
          const size = notional / 80_000;
          return gate.liquidationPrice({ contract: "linear", side: "short", entry: 80_000, size, margin: notional / leverage }, CONTINUOUS) ?? Number.NaN;
        };
        expect(at(floor * (1 + 1e-9)) / at(floor * (1 - 1e-9))).toBeCloseTo(1, 9);
      }),
    );
  });
});
