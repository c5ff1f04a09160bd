import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bracketsAt, symbolsOnFile } from "./bracket-tables.ts";
import { givenBracket } from "./given-bracket.conformance.ts";
import { epochOfIsoDate } from "./iso-date.ts";
import { MARGIN_MODELS, marginModelOf, marginRuleAt } from "./margin-rule.ts";
import type { MarginModel, MarginMode, Position } from "./margin-model.ts";

const KINDS = MARGIN_MODELS.flatMap((model) => model.contracts.map((contract) => ({ name: model.name, validFrom: model.validFrom, contract, model })));
const ENTRY = 100;

/** A position of 1000 USD, at a leverage, behind a rate of 0.5 %. */
function at(model: MarginModel, of: { contract: "linear" | "inverse"; side: "long" | "short"; leverage: number; mode?: MarginMode }): number | undefined {
  const size = of.contract === "linear" ? 10 : 1000;
  const value = of.contract === "linear" ? 1000 : 10;
  const position: Position = { contract: of.contract, side: of.side, entry: ENTRY, size, margin: value / of.leverage, marginMode: of.mode ?? "isolated" };
  return model.liquidationPrice(position, givenBracket(0.005, 0, of.contract === "linear" ? "usd" : "base"));
}

const leverage = fc.double({ min: 1.2, max: 90, noNaN: true });

describe.each(KINDS)("$name from $validFrom, $contract", ({ model, contract }) => {
  it.each(["isolated", "cross"] as const)("%s: liquidates a long below and a short above entry, between there and bankruptcy", (mode) => {
    fc.assert(
      fc.property(leverage, (times) => {
        const long = at(model, { contract, side: "long", leverage: times, mode }) ?? Number.NaN;
        const short = at(model, { contract, side: "short", leverage: times, mode }) ?? Number.NaN;
        expect(long).toBeLessThan(ENTRY);
        expect(short).toBeGreaterThan(ENTRY);
        const bankrupt = (side: "long" | "short") =>
          model.bankruptcyPrice({
            contract,
            side,
            entry: ENTRY,
            size: contract === "linear" ? 10 : 1000,
            margin: (contract === "linear" ? 1000 : 10) / times,
            marginMode: mode,
          }) ?? Number.NaN;
        expect(long).toBeGreaterThan(bankrupt("long"));
        expect(short).toBeLessThan(bankrupt("short"));
      }),
    );
  });

  it("has no price, rather than 0 or infinity, where collateral covers every loss", () => {
    const side = contract === "linear" ? "long" : "short";
    for (const times of [0.3, 0.9]) expect(at(model, { contract, side, leverage: times })).toBeUndefined();
    const amount = fc.double({ min: 1e-4, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(amount, amount, (entry, size) => {
        // Posted in thirds: rounding leaves a hair to either side of the whole.
        const margin = ((contract === "linear" ? size * entry : size / entry) / 3) * 3;
        expect(model.bankruptcyPrice({ contract, side, entry, size, margin })).toBeUndefined();
      }),
    );
  });
});

describe.each(KINDS.filter(({ model, contract }) => contract === "linear" && model.contracts.includes("inverse")))("$name from $validFrom", ({ model }) => {
  it("mirrors: P / E of an inverse long is E / P of a linear short at the same leverage", () => {
    fc.assert(
      fc.property(fc.double({ min: 2, max: 90, noNaN: true }), (times) => {
        const ratio = (contract: "linear" | "inverse", side: "long" | "short") =>
          (at(model, { contract, side, leverage: times, mode: "isolated" }) ?? Number.NaN) / ENTRY;
        expect(ratio("inverse", "long") * ratio("linear", "short")).toBeCloseTo(1, 9);
        expect(ratio("inverse", "short") * ratio("linear", "long")).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe("margin rules by name and date", () => {
  it("have one model in force per exchange, kind and date", () => {
    for (const { model, contract } of KINDS) expect(marginModelOf(model.exchange, contract, model.validFrom)).toBe(model);
  });

  it("adopt the newer of rule and table as the date they hold from, so that a reader of either notices", () => {
    const instrument = { marginModel: "bybit", symbol: "BTCUSDT" };
    expect(marginRuleAt(instrument, epochOfIsoDate("2025-09-01")).validFrom).toBe(epochOfIsoDate("2024-03-12"));
    expect(marginRuleAt(instrument, epochOfIsoDate("2025-09-02")).validFrom).toBe(epochOfIsoDate("2025-09-02"));
    expect(marginRuleAt(instrument, epochOfIsoDate("2026-10-01")).validFrom).toBe(epochOfIsoDate("2026-09-23"));
  });

  it("give brackets in USD whatever the exchange measures, so that a position solves the same at a price of 1", () => {
    const { brackets } = marginRuleAt({ marginModel: "binance-coinm", symbol: "BTCUSD_PERP", contract: "inverse" }, epochOfIsoDate("2021-06-01"));
    expect(brackets.map(({ cap, unit }) => [cap, unit]).slice(0, 2)).toEqual([
      [200_000, "usd"],
      [400_000, "usd"],
    ]);
    const model = marginModelOf("binance", "inverse", 0);
    const nominal = model?.liquidationPrice({ contract: "inverse", side: "long", entry: 1, size: 900_000, margin: 90_000 }, brackets);
    const real = model?.liquidationPrice(
      { contract: "inverse", side: "long", entry: 40_000, size: 900_000, margin: 90_000 / 40_000 },
      bracketsAt("binance-coinm", "BTCUSD_PERP", 0)?.brackets ?? [],
    );
    expect(nominal).toBeCloseTo((real ?? 0) / 40_000, 2);
  });
});

describe.each([...new Set(MARGIN_MODELS.map(({ name }) => name))])("brackets of %s", (name) => {
  const times = ["2020-01-01", "2023-01-01", "2025-01-01", "2026-11-01"].map(epochOfIsoDate);
  const tables = symbolsOnFile(name).flatMap((symbol) => times.map((time) => bracketsAt(name, symbol, time)).filter((table) => table !== undefined));

  it("rise without gaps: caps, rates and amounts up, leverage down", () => {
    const faults = tables.filter(({ brackets }) =>
      brackets.some((bracket, i) => {
        const before = brackets[i - 1] ?? { ...bracket, cap: 0, maintenanceAmount: 0 };
        return !(
          bracket.floor === before.cap &&
          bracket.cap > bracket.floor &&
          bracket.maintenanceRate >= before.maintenanceRate &&
          bracket.maintenanceRate < 1 &&
          bracket.maxLeverage <= before.maxLeverage &&
          bracket.maintenanceAmount >= before.maintenanceAmount
        );
      }),
    );
    expect(tables.length).toBeGreaterThan(0);
    expect(faults.map(({ symbol, validFrom }) => [symbol, validFrom])).toEqual([]);
  });

  it("say what a coin was worth where they are not in USD", () => {
    const inUsd = ({ brackets }: (typeof tables)[number]) => brackets.every(({ unit, ratePerCoin }) => unit === "usd" && !ratePerCoin);
    expect(tables.filter((table) => !inUsd(table) && table.usdPerCoin === 1).map(({ symbol }) => symbol)).toEqual([]);
  });
});
