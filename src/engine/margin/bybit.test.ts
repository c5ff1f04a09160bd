import { describe, expect, it } from "vitest";
import { bracketsAt } from "./bracket-tables.ts";
import { bybit, bybitBefore2025 } from "./bybit.ts";
import { givenBracket } from "./given-bracket.conformance.ts";
import { epochOfIsoDate } from "./iso-date.ts";
import { marginModelOf } from "./margin-rule.ts";

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
    const price = bybitBefore2025.liquidationPrice(position, givenBracket(0.005)) ?? 0;
    const roundedUp = (value: number) => Math.ceil(value / 0.05) * 0.05;
    expect(roundedUp(price)).toBeCloseTo(919.1, 9);
    expect(roundedUp(bybitBefore2025.bankruptcyPrice(position) ?? 0)).toBeCloseTo(913.15, 9);
  });

  // help.bybit.com 360039261334: 10,000 contracts at 8,000 beside 0.5 BTC; it prints 5739.50, the formula's 5739.08 rounded up to the tick of 0.5.
  it("reproduces the inverse cross example of 2020, bankruptcy with its fee first", () => {
    const position = { contract: "inverse", side: "long", entry: 8000, size: 10_000, margin: 0.5, marginMode: "cross" } as const;
    expect(bybitBefore2025.bankruptcyPrice(position)).toBeCloseTo(5718.57, 2);
    const price = bybitBefore2025.liquidationPrice(position, givenBracket(0.005, 0, "base")) ?? 0;
    expect(price).toBeCloseTo(5739.08, 2);
    expect(Math.ceil(price * 2) / 2).toBe(5739.5);
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
  });
});
