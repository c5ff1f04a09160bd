import { describe, expect, it } from "vitest";
import { bracketsAt } from "./bracket-tables.ts";
import { bybit, bybitBefore2025 } from "./bybit.ts";
import { givenBracket } from "./given-bracket.conformance.ts";
import { epochOfIsoDate } from "./iso-date.ts";
import { marginModelOf } from "./margin-rule.ts";
import { towardsEntry } from "./shown-price.ts";

const linear = { contract: "linear", size: 1 } as const;
const inverse = { contract: "inverse", size: 60_000, entry: 50_000 } as const;

describe("Bybit before 2025-09-02", () => {
  // Bybit help "Liquidation Price (USDT Contract)": 1 BTC at 50x, rate 0.5 %; margin added; a funding fee of 200 eaten from the margin. The last two: help.bybit.com 900000167723.
  it.each([
    { side: "long" as const, entry: 20_000, leverage: 50, extraMargin: 0, published: 19_700 },
    { side: "short" as const, entry: 20_000, leverage: 50, extraMargin: 3000, published: 23_300 },
    { side: "long" as const, entry: 20_000, leverage: 50, extraMargin: -200, published: 19_900 },
    { side: "long" as const, entry: 10_000, leverage: 50, extraMargin: 0, published: 9850 },
    { side: "short" as const, entry: 8000, leverage: 40, extraMargin: 0, published: 8160 },
  ])("reproduces the help page's $side at $published", ({ side, entry, leverage, extraMargin, published }) => {
    const position = { ...linear, side, entry, extraMargin, margin: entry / leverage };
    expect(bybitBefore2025.liquidationPrice(position, givenBracket(0.005))).toBeCloseTo(published, 9);
  });

  it("reproduces the ETHUSDT position of the API, shown rounded up to its tick", () => {
    const position = { contract: "linear", side: "long", entry: 1198.45, size: 0.1, margin: 119.845 / 4.2 } as const;
    const shown = (price = Number.NaN) => towardsEntry(price, { side: "long", tickSize: 0.05 });
    expect(shown(bybitBefore2025.liquidationPrice(position, givenBracket(0.005)))).toBe(919.1);
    expect(shown(bybitBefore2025.bankruptcyPrice(position))).toBe(913.15);
  });

  // help.bybit.com 360039261334 of 2020, and bybit.com/ja-JP/help-center/s/article/How-to-calculate-Liquidation-Price-Inverse-Contract, the same at the fee
  // of 2022: 10,000 contracts at 8,000 beside 0.5 BTC. The latter rounds a long's price up to 0.5 and a short's down.
  it.each([
    { feeRate: 0.000_75, bankruptcy: 5718.57, price: 5739.08, shown: 5739.5 },
    { feeRate: 0.0006, bankruptcy: 5717.71, price: 5738.22, shown: 5738.5 },
  ])("reproduces the inverse cross example at a fee of $feeRate, bankruptcy with its fee first", ({ feeRate, bankruptcy, price, shown }) => {
    const position = { contract: "inverse", side: "long", entry: 8000, size: 10_000, margin: 0.5, marginMode: "cross", feeRate } as const;
    expect(bybitBefore2025.bankruptcyPrice(position)).toBeCloseTo(bankruptcy, 2);
    const ours = bybitBefore2025.liquidationPrice(position, givenBracket(0.005, 0, "base")) ?? 0;
    expect(ours).toBeCloseTo(price, 2);
    expect(towardsEntry(ours, { side: "long", tickSize: 0.5 })).toBe(shown);
  });

  // The same page, isolated: 50x from 8,000 at 0.5 %.
  it.each([
    ["long", 7882],
    ["short", 8121.5],
  ] as const)("reproduces the isolated inverse %s at %d", (side, shown) => {
    const price = bybitBefore2025.liquidationPrice({ contract: "inverse", side, entry: 8000, size: 8000, margin: 1 / 50 }, givenBracket(0.005, 0, "base")) ?? 0;
    expect(towardsEntry(price, { side, tickSize: 0.5 })).toBe(shown);
  });

  // Positions of the API: BTCUSD of the v2 documentation (2020, bybit-exchange/docs-legacy), 1x; ETHUSD of v5 "Add Or Reduce Margin" (2023-05-16), 12x with
  // 0.01 ETH added. The margin is what their positionIM of 0.01926611 leaves after the closing fee of 0.06 %: of added margin 1 / (1 + fee).
  it.each([
    { entry: 7197.351_374_69, size: 5, margin: 0.000_694_7, tickSize: 0.5, liquidation: 3608, bankruptcy: 3599 },
    { entry: 1812.700_048_44, size: 200, margin: 0.110_332_65 / 12 + 0.01 / 1.0006, tickSize: 0.05, liquidation: 1550.8, bankruptcy: 1544.2 },
  ])("reproduces the inverse position of the API at $liquidation", ({ entry, size, margin, tickSize, liquidation, bankruptcy }) => {
    const position = { contract: "inverse", side: "long", entry, size, margin } as const;
    const shown = (price = Number.NaN) => towardsEntry(price, { side: "long", tickSize });
    expect(shown(bybitBefore2025.liquidationPrice(position, givenBracket(0.005, 0, "base")))).toBe(liquidation);
    expect(shown(bybitBefore2025.bankruptcyPrice(position))).toBe(bankruptcy);
  });

  it("takes the printed form of isolated inverse contracts: Q / (value +- (IM - MM))", () => {
    const at = (side: "long" | "short") => bybitBefore2025.liquidationPrice({ ...inverse, side, margin: 0.12 }, givenBracket(0.005, 0, "base"));
    expect(at("long")).toBeCloseTo(60_000 / (1.2 + (0.12 - 0.006)), 6);
    expect(at("short")).toBeCloseTo(60_000 / (1.2 - (0.12 - 0.006)), 6);
  });

  // freqtrade, tests/exchange/test_exchange.py: rate 1 %.
  it.each([
    { side: "long" as const, leverage: 1, expected: 0.1 },
    { side: "long" as const, leverage: 3, expected: 6.766666666666667 },
    { side: "long" as const, leverage: 5, expected: 8.1 },
    { side: "long" as const, leverage: 10, expected: 9.1 },
    { side: "short" as const, leverage: 1, expected: 19.9 },
    { side: "short" as const, leverage: 3, expected: 13.233333333333333 },
    { side: "short" as const, leverage: 5, expected: 11.9 },
    { side: "short" as const, leverage: 10, expected: 10.9 },
  ])("agrees with a third party on a $side at $leverage", ({ side, leverage, expected }) => {
    expect(bybitBefore2025.liquidationPrice({ ...linear, side, entry: 10, margin: 10 / leverage }, givenBracket(0.01))).toBeCloseTo(expected, 12);
  });
});

describe("Bybit since 2025-09-02", () => {
  it("puts a 10x long at 0.9045 of entry where the old rule had 0.9050, a 100x long at 0.99497", () => {
    const at = (model: typeof bybit, leverage: number) =>
      model.liquidationPrice({ ...linear, side: "long", entry: 1, margin: 1 / leverage }, givenBracket(0.005));
    expect(at(bybit, 10)).toBeCloseTo(0.9045, 4);
    expect(at(bybitBefore2025, 10)).toBeCloseTo(0.905, 9);
    expect(at(bybit, 100)).toBeCloseTo(0.99497, 5);
  });

  // SNXUSDT of 2026-05-20, isolated, 25x with 5 USDT added: Bybit's answer to "Add Or Reduce Margin" as a broker's API documentation passes it on. Rate and
  // fee are those of its positionMM and positionIM.
  it("reproduces a linear isolated position with margin added, which the rule before does not", () => {
    const [entry, size, feeRate] = [0.2896, 25, 0.000_85];
    const position = { contract: "linear", side: "long", entry, size, margin: (entry * size) / 25, extraMargin: 5, feeRate } as const;
    const closingFee = feeRate * size * entry * (1 - 1 / 25);
    expect(position.margin + position.extraMargin + closingFee).toBeCloseTo(5.295_507_84, 8);
    expect(bybit.maintenance(position, entry, givenBracket(0.02)) + closingFee).toBeCloseTo(0.150_707_84, 8);
    const shown = (price = Number.NaN) => towardsEntry(price, { side: "long", tickSize: 0.0001 });
    expect(shown(bybit.liquidationPrice(position, givenBracket(0.02)))).toBe(0.0795);
    expect(shown(bybit.bankruptcyPrice(position))).toBe(0.0779);
    expect(shown(bybitBefore2025.liquidationPrice(position, givenBracket(0.02)))).toBe(0.0839);
  });

  // ADAUSDT, cross, 75x, as a public client recorded its position stream. Their prices come without the wallet.
  it.each([
    { on: "2025-12-13", entry: 0.411_600_27, size: 18_720, mark: 0.41, published: 61.745_357_57 },
    { on: "2025-12-21", entry: 0.372_930_23, size: 43, mark: 0.3702, published: 0.128_091_75 },
  ])("reproduces the maintenance of $on: at mark, and the fee to close of entry", ({ entry, size, mark, published }) => {
    const position = { contract: "linear", side: "long", entry, size, margin: (entry * size) / 75, marginMode: "cross" } as const;
    const closingFee = 0.000_55 * size * entry * (1 - 1 / 75);
    const asked = (price: number) => (bybit.maintenance(position, price, givenBracket(0.0075)) + closingFee) / published;
    expect(asked(mark)).toBeCloseTo(1, 6);
    expect(asked(entry)).toBeGreaterThan(1.003);
  });

  // The formulas as Bybit's help prints them on 2026-05-27, with margin added, a fee and a deduction.
  it("equals the printed inverse formulas", () => {
    const [m, d, f, extra] = [0.01, 0.05, 0.0006, 0.1];
    const at = (side: "long" | "short") =>
      bybit.liquidationPrice({ ...inverse, side, margin: 0.12, extraMargin: extra, feeRate: f }, givenBracket(m, d, "base"));
    expect(at("long")).toBeCloseTo((60_000 * (m + 1)) / (1.2 + 0.12 + extra / (1 + f) + d), 6);
    expect(at("short")).toBeCloseTo((60_000 * (1 - m)) / (1.2 - 0.12 - extra / (1 - f) - d), 6);
  });

  it("lets added margin move the closing fee that is reserved out of it", () => {
    const at = (side: "long" | "short") =>
      bybit.liquidationPrice({ ...linear, side, entry: 100, margin: 10, extraMargin: 5, feeRate: 0.001 }, givenBracket(0.005));
    expect(at("long")).toBeCloseTo((90 - 5 / 0.999) / 0.995, 9);
    expect(at("short")).toBeCloseTo((110 + 5 / 1.001) / 1.005, 9);
  });

  it("takes cross by the master equation: wallet and the other positions, no fee", () => {
    const position = {
      ...linear,
      side: "long",
      entry: 100,
      margin: 12,
      marginMode: "cross",
      others: { maintenance: 3, unrealizedProfit: 1 },
      feeRate: 0.01,
    } as const;
    expect(bybit.liquidationPrice(position, givenBracket(0.005))).toBeCloseTo(90 / 0.995, 9);
  });

  it("changes at midnight UTC", () => {
    const change = epochOfIsoDate("2025-09-02");
    expect(marginModelOf("bybit", "inverse", change - 1)).toBe(bybitBefore2025);
    expect(marginModelOf("bybit", "linear", change)).toBe(bybit);
  });

  it("derives the published deductions, in USDT and in coins", () => {
    const amounts = (symbol: string, date: string) =>
      bracketsAt("bybit", symbol, epochOfIsoDate(date))?.brackets.map(({ maintenanceAmount }) => Number(maintenanceAmount.toFixed(4)));
    expect(amounts("BTCUSDT", "2025-01-01")?.slice(0, 9)).toEqual([0, 1200, 3020, 4300, 5820, 8460, 15_460, 20_500, 46_000]);
    expect(amounts("BTCUSDT", "2025-01-01")?.at(-1)).toBe(1_482_000);
    expect(amounts("BTCUSDT", "2026-10-01")?.slice(0, 3)).toEqual([0, 510, 1710]);
    expect(amounts("BTCUSD", "2026-10-01")).toEqual([0, 0.75]);
    // BTCPERP's mmDeduction as risk-limit gave it on 2025-12-29.
    const usdc = amounts("BTCPERP", "2026-01-01") ?? [];
    expect(usdc.slice(0, 10)).toEqual([0, 100, 1800, 8400, 15_900, 26_700, 50_700, 85_700, 97_400, 113_900]);
    expect(usdc.slice(-4)).toEqual([4_785_200, 6_332_200, 8_663_200, 12_663_200]);
  });
});
