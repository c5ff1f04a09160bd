import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bracketsAt } from "./bracket-tables.ts";
import { deribit } from "./deribit.ts";
import { equityAt } from "./equity.conformance.ts";
import { epochOfIsoDate } from "./iso-date.ts";
import type { Position } from "./margin-model.ts";

const brackets = (symbol: string) => bracketsAt("deribit", symbol, epochOfIsoDate("2026-01-01"))?.brackets ?? [];

describe("Deribit", () => {
  // support.deribit.com/hc/en-us/articles/25944738177565-Linear-Perpetual: 1 % + 0.005 % per BTC, 2 % + 0.0005 % per SOL.
  it.each([
    { symbol: "BTC_USDC-PERPETUAL", size: 25, mark: 100_000, rate: 0.01125, maintenance: 28_125 },
    { symbol: "BTC_USDC-PERPETUAL", size: 350, mark: 100_000, rate: 0.0275, maintenance: 962_500 },
    { symbol: "SOL_USDC-PERPETUAL", size: 25, mark: 200, rate: 0.020125, maintenance: 100.625 },
    { symbol: "SOL_USDC-PERPETUAL", size: 6000, mark: 200, rate: 0.05, maintenance: 60_000 },
    // A position of 2024-01-19, ccxt pull 20880.
    { symbol: "BTC_USDT-PERPETUAL", size: 0.003, mark: 40_823.7167, rate: 0.01000015, maintenance: 1.224729872 },
  ])("asks $maintenance for $size of $symbol", ({ symbol, size, mark, rate, maintenance }) => {
    const position: Position = { contract: "linear", side: "long", entry: mark, size, margin: size * mark };
    expect(deribit.maintenance(position, mark, brackets(symbol)) / (size * mark)).toBeCloseTo(rate, 12);
    expect(deribit.maintenance(position, mark, brackets(symbol))).toBeCloseTo(maintenance, 6);
  });

  // SOL-PERPETUAL of 2022-05-21, ccxt pull 13374: 30 USD at 49.72, 0.603420186 SOL.
  it("reproduces the maintenance of an inverse position, whose size in coins moves with price", () => {
    const position: Position = { contract: "inverse", side: "long", entry: 49.81, size: 30, margin: 0.5 };
    expect(deribit.maintenance(position, 30 / 0.603420186, brackets("SOL-PERPETUAL"))).toBeCloseTo(0.012070224, 8);
  });

  // BTC-PERPETUAL of 2025-09-26, ccxt issue 26913: 40 USD, 0.000366076 BTC. Its price of 0.41 comes without the account behind it.
  it("reproduces the maintenance of a BTC position of 2025 to the last digit shown", () => {
    const tiers = brackets("BTC-PERPETUAL");
    const position: Position = { contract: "inverse", side: "long", entry: 112_585.87, size: 40, margin: 0.5 };
    expect(deribit.maintenance(position, 40 / 3.66076e-4, tiers)).toBeCloseTo(3.661e-6, 9);
  });

  // support.deribit.com, changes of 11 January 2022: BTC from 0.525 % to 1 %, ETH from 0.0002 % per coin to 0.0004 %.
  it.each([
    { symbol: "BTC-PERPETUAL", date: "2022-01-10", coins: 100, rate: 0.01025 },
    { symbol: "BTC-PERPETUAL", date: "2022-01-11", coins: 100, rate: 0.015 },
    { symbol: "ETH-PERPETUAL", date: "2022-01-10", coins: 1000, rate: 0.012 },
    { symbol: "ETH-PERPETUAL", date: "2022-01-11", coins: 1000, rate: 0.014 },
  ])("asks $rate of $coins coins of $symbol on $date", ({ symbol, date, coins, rate }) => {
    const tiers = bracketsAt("deribit", symbol, epochOfIsoDate(date))?.brackets ?? [];
    const position: Position = { contract: "inverse", side: "short", entry: 3000, size: coins * 3000, margin: coins };
    expect(deribit.maintenance(position, 3000, tiers) / coins).toBeCloseTo(rate, 12);
  });

  it("solves the quadratic of an inverse contract: the published 21.98 from the equity that leaves", () => {
    const coins = 30 / 21.98;
    const margin = coins * (1 + 0.02 + 0.000005 * coins) - 30 / 49.81;
    const position: Position = { contract: "inverse", side: "long", entry: 49.81, size: 30, margin };
    expect(deribit.liquidationPrice(position, brackets("SOL-PERPETUAL"))).toBeCloseTo(21.98, 10);
    // With a rate that did not rise, the long would seem a little safer.
    expect(deribit.liquidationPrice(position, [{ ...brackets("SOL-PERPETUAL")[0], ratePerCoin: 0 }])).toBeLessThan(21.98);
  });

  it("leaves at the liquidation price exactly maintenance, at any size, in linear and inverse contracts", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("long" as const, "short" as const),
        fc.constantFrom("linear" as const, "inverse" as const),
        fc.double({ min: 0.001, max: 2000, noNaN: true }),
        fc.double({ min: 1.2, max: 9, noNaN: true }),
        (side, contract, coins, leverage) => {
          const entry = 100_000;
          const size = contract === "linear" ? coins : coins * entry;
          const position: Position = { contract, side, entry, size, margin: (contract === "linear" ? size * entry : coins) / leverage };
          const tiers = brackets(contract === "linear" ? "BTC_USDC-PERPETUAL" : "BTC-PERPETUAL");
          fc.pre(deribit.maintenance(position, entry, tiers) < position.margin);
          const price = deribit.liquidationPrice(position, tiers);
          fc.pre(price !== undefined);
          const at = price ?? 0;
          expect((side === "long" ? 1 : -1) * (entry - at)).toBeGreaterThan(0);
          expect((equityAt(position, at) - deribit.maintenance(position, at, tiers)) / coins).toBeCloseTo(0, 4);
        },
      ),
    );
  });

  it("brings a larger position to an end sooner", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 300, noNaN: true }), fc.double({ min: 1.01, max: 3, noNaN: true }), (size, times) => {
        const at = (coins: number) =>
          deribit.liquidationPrice({ contract: "linear", side: "long", entry: 100, size: coins, margin: coins * 20 }, brackets("BTC_USDC-PERPETUAL")) ?? 0;
        expect(at(size * times)).toBeGreaterThan(at(size));
      }),
    );
  });
});
