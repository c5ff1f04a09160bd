import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binanceUsdm } from "./binance-usdm.ts";
import { bracketsAt, bracketsOfTiers } from "./bracket-tables.ts";
import { givenBracket } from "./given-bracket.conformance.ts";

const BTC_2026 = bracketsAt("binance-usdm", "BTCUSDT", Date.UTC(2026, 0, 1))?.brackets ?? [];

describe("Binance USD-M", () => {
  // binance.com/en/support/faq/b3c689c1f50a44cabb3a84e663b81d93: two positions beside one wallet of 1,535,443.01, cross and, each alone, isolated.
  const eth = { contract: "linear", side: "long", size: 3683.979, entry: 1456.84, margin: 1_535_443.01 } as const;
  const btc = { contract: "linear", side: "long", size: 109.488, entry: 32_481.98, margin: 1_535_443.01 } as const;
  const ofEth = { maintenance: 356_512.508, unrealizedProfit: -448_192.89 };
  const ofBtc = { maintenance: 71_200.81144, unrealizedProfit: -56_354.57 };
  it.each([
    { position: { ...eth, marginMode: "cross" as const, others: ofBtc }, bracket: givenBracket(0.1, 135_365), published: 1153.26 },
    { position: { ...btc, marginMode: "cross" as const, others: ofEth }, bracket: givenBracket(0.025, 16_300), published: 26_316.89 },
    { position: { ...eth, marginMode: "isolated" as const, others: ofBtc }, bracket: givenBracket(0.1, 135_365), published: 1114.78 },
    { position: { ...btc, marginMode: "isolated" as const, others: ofEth }, bracket: givenBracket(0.025, 16_300), published: 18_778.73 },
  ])("reproduces the FAQ's $position.marginMode example at $published", ({ position, bracket, published }) => {
    expect(binanceUsdm.liquidationPrice(position, bracket)).toBeCloseTo(published, 2);
  });

  it("reproduces the positionRisk sample of the API: the isolated margin there includes the profit", () => {
    const margin = 15_517.54150468 - 2316.8342356;
    const position = { contract: "linear", side: "long", entry: 6563.665, size: 20, margin } as const;
    expect(binanceUsdm.liquidationPrice(position, givenBracket(0.005, 50))).toBeCloseTo(5930.78, 2);
  });

  // Positions that people posted, isolated, by their isolatedWallet: DOGEUSDT of 2024-03-08, 6x (a positionRisk answer in a public script); GASUSDT of
  // 2023-11-16, 15x with one dollar added (ccxt pull 20003).
  it.each([
    { symbol: "DOGEUSDT", entry: 0.163_95, size: 32, margin: 0.860_341_45 + 0.022_698_56, rate: 0.005, published: 0.190_592_04 },
    { symbol: "GASUSDT", entry: 8.616, size: 1, margin: 1.571_092_02, rate: 0.015, published: 10.036_543_86 },
  ])("reproduces a short of $symbol at $published", ({ entry, size, margin, rate, published }) => {
    expect(binanceUsdm.liquidationPrice({ contract: "linear", side: "short", entry, size, margin }, givenBracket(rate))).toBeCloseTo(published, 8);
  });

  // freqtrade, tests/exchange/test_exchange.py and test_freqtradebot.py: rate 1 %, amount 0.01.
  it.each([
    { side: "long" as const, leverage: 5, entry: 10, size: 1, expected: 8.070707070707071 },
    { side: "long" as const, leverage: 5, entry: 8, size: 1, expected: 6.454545454545454 },
    { side: "long" as const, leverage: 3, entry: 10, size: 1, expected: 6.723905723905723 },
    { side: "long" as const, leverage: 5, entry: 10, size: 0.6, expected: 8.063973063973064 },
    { side: "short" as const, leverage: 5, entry: 10, size: 1, expected: 11.89108910891089 },
    { side: "short" as const, leverage: 5, entry: 8, size: 1, expected: 9.514851485148514 },
    { side: "short" as const, leverage: 3, entry: 10, size: 1, expected: 13.2112211221122 },
    { side: "short" as const, leverage: 5, entry: 10, size: 0.6, expected: 11.897689768976898 },
  ])("agrees with a third party on a $side of $size at $leverage from $entry", ({ side, leverage, entry, size, expected }) => {
    const position = { contract: "linear", side, entry, size, margin: (size * entry) / leverage } as const;
    expect(binanceUsdm.liquidationPrice(position, givenBracket(0.01, 0.01))).toBeCloseTo(expected, 12);
  });

  it("finds a far long in the bracket of its small notional though a higher bracket has no solution", () => {
    const position = { contract: "linear", side: "long", entry: 90_000, size: 2000, margin: 2000 * 90_000 * 0.9999 } as const;
    expect(binanceUsdm.liquidationPrice(position, BTC_2026)).toBeCloseTo(9 / 0.996, 3);
  });

  // Relative distances of isolated positions in the first bracket (m 0.4 %), computed from the published formula.
  it.each([
    [5, -0.1968, 0.1952],
    [10, -0.0964, 0.0956],
    [20, -0.0462, 0.0458],
    [50, -0.0161, 0.0159],
    [100, -0.006, 0.006],
    [125, -0.004, 0.004],
  ])("puts %dx at %d and %d of entry", (leverage, long, short) => {
    const at = (side: "long" | "short") =>
      (binanceUsdm.liquidationPrice({ contract: "linear", side, entry: 100, size: 10, margin: 1000 / leverage }, BTC_2026) ?? Number.NaN) / 100 - 1;
    expect(at("long")).toBeCloseTo(long, 3.7);
    expect(at("short")).toBeCloseTo(short, 3.7);
  });

  it("treats an inverse contract as one: a 2x long at about two thirds of entry, equity meeting maintenance, a short that nothing reaches", () => {
    const inverse = { contract: "inverse" as const, entry: 50_000, size: 10_000 };
    const long = { ...inverse, side: "long" as const, margin: 10_000 / 50_000 / 2 };
    const price = binanceUsdm.liquidationPrice(long, BTC_2026) ?? 0;
    expect(price / 50_000).toBeCloseTo(1.004 / 1.5, 6);
    expect(long.margin + 10_000 * (1 / 50_000 - 1 / price)).toBeCloseTo(binanceUsdm.maintenance(long, price, BTC_2026), 12);
    expect(binanceUsdm.bankruptcyPrice(long)).toBeCloseTo(50_000 / 1.5, 6);
    expect(binanceUsdm.liquidationPrice({ ...inverse, side: "short", margin: 10_000 / 50_000 }, BTC_2026)).toBeUndefined();
  });

  it("cannot liquidate a long without leverage", () => {
    expect(binanceUsdm.liquidationPrice({ contract: "linear", side: "long", entry: 100, size: 1, margin: 100 }, BTC_2026)).toBeUndefined();
  });

  it("solves in the bracket of the notional at the liquidation price, where equity equals maintenance", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("long" as const, "short" as const),
        fc.double({ min: 0.001, max: 20_000, noNaN: true }),
        fc.double({ min: 1.01, max: 150, noNaN: true }),
        (side, size, leverage) => {
          const position = { contract: "linear" as const, side, entry: 90_000, size, margin: (size * 90_000) / leverage };
          const price = binanceUsdm.liquidationPrice(position, BTC_2026);
          fc.pre(price !== undefined);
          const equity = position.margin + (side === "long" ? 1 : -1) * size * ((price ?? 0) - position.entry);
          expect(equity).toBeCloseTo(binanceUsdm.maintenance(position, price ?? 0, BTC_2026), 3);
        },
      ),
    );
  });

  it("liquidates a long below and nearer with more leverage, a short above", () => {
    fc.assert(
      fc.property(fc.double({ min: 2, max: 100, noNaN: true }), fc.double({ min: 1.01, max: 1.5, noNaN: true }), (leverage, factor) => {
        const at = (side: "long" | "short", times: number) =>
          binanceUsdm.liquidationPrice({ contract: "linear", side, entry: 100, size: 10, margin: 1000 / times }, BTC_2026) ?? Number.NaN;
        expect(at("long", leverage)).toBeLessThan(at("long", leverage * factor));
        expect(at("short", leverage)).toBeGreaterThan(at("short", leverage * factor));
      }),
    );
  });

  it("keeps maintenance continuous over every bracket on file", () => {
    for (let i = 1; i < BTC_2026.length; i++) {
      const floor = BTC_2026[i].floor;
      const below = floor * BTC_2026[i - 1].maintenanceRate - BTC_2026[i - 1].maintenanceAmount;
      expect(floor * BTC_2026[i].maintenanceRate - BTC_2026[i].maintenanceAmount).toBeCloseTo(below, 4);
    }
  });
});

describe("bracket tables", () => {
  it("holds the published BTCUSDT brackets with their cum", () => {
    expect(BTC_2026.map(({ cap, maxLeverage, maintenanceRate }) => [cap, maxLeverage, maintenanceRate]).slice(0, 4)).toEqual([
      [300_000, 150, 0.004],
      [800_000, 100, 0.005],
      [3_000_000, 75, 0.0065],
      [12_000_000, 50, 0.01],
    ]);
    expect(BTC_2026.map(({ maintenanceAmount }) => Math.round(maintenanceAmount)).slice(0, 6)).toEqual([0, 300, 1500, 12_000, 132_000, 482_000]);
  });

  it("picks the version in force: 125x before 2025, 150x after", () => {
    expect(bracketsAt("binance-usdm", "BTCUSDT", Date.UTC(2024, 9, 24))?.brackets[0].maxLeverage).toBe(125);
    expect(bracketsAt("binance-usdm", "BTCUSDT", Date.UTC(2025, 8, 1))?.brackets[0].maxLeverage).toBe(150);
  });

  it("keeps a future's brackets apart from its perpetual's", () => {
    const highest = (symbol: string) => bracketsAt("binance-usdm", symbol, Date.UTC(2026, 5, 1))?.brackets[0].maxLeverage;
    expect([highest("BTCUSDT"), highest("BTCUSDT_260626"), highest("ETHUSDT"), highest("ETHUSDT_260626")]).toEqual([150, 50, 150, 50]);
  });

  it("takes the oldest version before all, and knows no unknown symbol", () => {
    expect(bracketsAt("binance-usdm", "BTCUSDT", 0)?.validFrom).toBe(Date.UTC(2022, 1, 16));
    expect(bracketsAt("binance-usdm", "NOSUCH", 0)).toBeUndefined();
  });

  it("derives amounts from rates", () => {
    expect(
      bracketsOfTiers([
        [100, 50, 0.01],
        [200, 20, 0.02],
      ]).map(({ maintenanceAmount }) => maintenanceAmount),
    ).toEqual([0, 1]);
  });
});
