import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ContractKind } from "#core/instrument.ts";
import { POSITION_SIDES } from "#core/position-side.ts";
import { bracketsAt } from "./bracket-tables.ts";
import { maintenanceAt, notionalAt } from "./brackets-of-position.ts";
import { valueAt } from "./equity.conformance.ts";
import { givenBracket } from "./given-bracket.conformance.ts";
import { epochOfIsoDate } from "./iso-date.ts";
import type { Bracket, MarginModel, MarginMode, Position } from "./margin-model.ts";
import { MARGIN_MODELS } from "./margin-rule.ts";

/** Every rule, for every kind of contract that it is for, isolated and cross. */
const RULES = MARGIN_MODELS.flatMap((model) =>
  model.contracts.flatMap((contract) =>
    (["isolated", "cross"] as const).map((mode) => ({ name: model.name, validFrom: model.validFrom, contract, mode, model })),
  ),
);
type Rule = (typeof RULES)[number];

const ENTRY = 100;
const RATE = 0.005;
const side = fc.constantFrom(...POSITION_SIDES);
const leverage = fc.double({ min: 1.3, max: 80, noNaN: true });

/** A position of 1000 USD from 100, at mark 100; more of it as the property asks. */
function position({ contract, mode }: { contract: ContractKind; mode: MarginMode }, of: Omit<Partial<Position>, "margin"> & { leverage: number }): Position {
  const { leverage: times, ...rest } = of;
  const unmargined: Position = {
    contract,
    side: "long",
    entry: ENTRY,
    size: contract === "linear" ? 10 : 1000,
    margin: 0,
    marginMode: mode,
    mark: ENTRY,
    ...rest,
  };
  return { ...unmargined, margin: valueAt(unmargined, ENTRY) / times };
}

/** Positive: how much nearer to entry, as a share of it, `price` is than `than`. */
const nearer = (of: Position["side"], price: number, than: number): number => (of === "long" ? price - than : than - price) / ENTRY;

const unitOf = (contract: ContractKind): "usd" | "base" => (contract === "linear" ? "usd" : "base");
const solved = ({ model }: Rule, of: Position, amount = 0): number => model.liquidationPrice(of, givenBracket(RATE, amount, unitOf(of.contract))) ?? Number.NaN;

/** Rules whose trigger counts a fee: the taker's at mark, and, once, that at bankruptcy. */
const countsFee = ({ model, contract, mode }: Rule): boolean =>
  ["okx", "bitget", "gate"].includes(model.name) || (model.name === "bybit" && model.validFrom === 0 && contract === "inverse" && mode === "cross");

describe.each(RULES)("$name from $validFrom, $contract, $mode", (rule) => {
  it("is nearer with more leverage", () => {
    fc.assert(
      fc.property(side, leverage, fc.double({ min: 1.001, max: 1.5, noNaN: true }), (of, times, factor) => {
        const price = (by: number) => solved(rule, position(rule, { side: of, leverage: times * by }));
        expect(nearer(of, price(factor), price(1))).toBeGreaterThan(0);
      }),
    );
  });

  it("is nearer when funding has eaten from the margin, as if that much less had been posted", () => {
    fc.assert(
      fc.property(side, leverage, fc.double({ min: 0.01, max: 0.5, noNaN: true }), (of, times, eaten) => {
        const whole = position(rule, { side: of, leverage: times, feeRate: 0 });
        const price = solved(rule, { ...whole, extraMargin: -eaten * whole.margin });
        expect(nearer(of, price, solved(rule, whole))).toBeGreaterThan(0);
        expect(price / solved(rule, { ...whole, margin: whole.margin * (1 - eaten) })).toBeCloseTo(1, 10);
      }),
    );
  });

  it("counts a maintenance amount like margin", () => {
    fc.assert(
      fc.property(side, leverage, fc.double({ min: 0.001, max: 0.004, noNaN: true }), (of, times, share) => {
        const whole = position(rule, { side: of, leverage: times, feeRate: 0 });
        const amount = share * valueAt(whole, ENTRY);
        const price = solved(rule, whole, amount);
        fc.pre(Number.isFinite(price));
        expect(nearer(of, price, solved(rule, whole))).toBeLessThan(0);
        expect(price / solved(rule, { ...whole, margin: whole.margin + amount })).toBeCloseTo(1, 10);
      }),
    );
  });

  it(`${countsFee(rule) ? "is nearer by the" : "does not look at a"} closing fee`, () => {
    fc.assert(
      fc.property(side, leverage, fc.double({ min: 1e-4, max: 0.002, noNaN: true }), (of, times, feeRate) => {
        const without = solved(rule, position(rule, { side: of, leverage: times, feeRate: 0 }));
        const gain = nearer(of, solved(rule, position(rule, { side: of, leverage: times, feeRate })), without);
        if (!countsFee(rule)) {
          expect(gain).toBe(0);
          return;
        }
        // About the fee rate of the price itself: less below entry, more above, squared where the contract is inverse.
        const scale = Math.pow(without / ENTRY, rule.contract === "linear" ? 1 : 2);
        expect(gain).toBeGreaterThan(0.3 * feeRate * Math.min(1, scale));
        expect(gain).toBeLessThan(3 * feeRate * Math.max(1, scale));
      }),
    );
  });

  it("has no price where nothing but another market could take the collateral", () => {
    const safe = rule.contract === "linear" ? "long" : "short";
    fc.assert(
      fc.property(fc.double({ min: 0.2, max: 0.95, noNaN: true }), (times) => {
        const held = position(rule, { side: safe, leverage: times });
        const brackets = givenBracket(RATE, 0, unitOf(rule.contract));
        expect(rule.model.liquidationPrice(held, brackets)).toBeUndefined();
        expect(rule.model.bankruptcyPrice(held)).toBeUndefined();
      }),
    );
    expect(solved(rule, position(rule, { side: safe === "long" ? "short" : "long", leverage: 0.9 }))).toBeGreaterThan(0);
  });
});

/** Tables on file in which amounts keep maintenance continuous. */
const CONTINUOUS = [
  ["binance-usdm", "BTCUSDT", "linear"],
  ["binance-usdm", "ETHUSDT", "linear"],
  ["binance-coinm", "BTCUSD_PERP", "inverse"],
  ["binance-coinm", "ETHUSD_PERP", "inverse"],
  ["bybit", "BTCUSDT", "linear"],
  ["bybit", "BTCPERP", "linear"],
  ["bybit", "BTCUSD", "inverse"],
  ["bitget", "BTCUSDT", "linear"],
  ["hyperliquid", "BTC", "linear"],
  ["gate", "BTC_USDT", "linear"],
] as const;

const EDGES = CONTINUOUS.flatMap(([name, symbol, contract]) =>
  RULES.filter((rule) => rule.name === name && rule.contract === contract).map((rule) => ({ ...rule, symbol })),
);
const onFile = (name: string, symbol: string): readonly Bracket[] => bracketsAt(name, symbol, epochOfIsoDate("2026-11-01"))?.brackets ?? [];

/** Behind every position here: more than any bracket's maintenance, less than its value. */
const MARGIN_SHARE = 0.7;

/** The price of a position whose size is `scale`, and what its bracket measures there and at entry. */
function sized(
  { model, contract, mode }: { model: MarginModel; contract: ContractKind; mode: MarginMode },
  of: { side: Position["side"]; scale: number; brackets: readonly Bracket[] },
) {
  const unmargined: Position = { contract, side: of.side, entry: ENTRY, size: of.scale, margin: 0, marginMode: mode, mark: ENTRY };
  const held = { ...unmargined, margin: MARGIN_SHARE * valueAt(unmargined, ENTRY) };
  const price = model.liquidationPrice(held, of.brackets) ?? Number.NaN;
  return { held, price, notional: notionalAt(of.brackets[0], held, price), atEntry: notionalAt(of.brackets[0], held, ENTRY) };
}

describe.each(EDGES)("$name from $validFrom, $mode: $symbol", (rule) => {
  const brackets = onFile(rule.name, rule.symbol);
  const edges = brackets.slice(0, -1);

  it.each(POSITION_SIDES)("is the same from both sides of every bracket's edge: a %s", (of) => {
    expect(edges.length).toBeGreaterThan(0);
    for (const { cap } of edges)
      for (const measure of ["notional", "atEntry"] as const) {
        const scale = scaleWhere((at) => sized(rule, { side: of, scale: at, brackets })[measure], cap);
        const [below, above] = [1 - 1e-9, 1 + 1e-9].map((by) => sized(rule, { side: of, scale: scale * by, brackets }).price);
        expect(below).toBeGreaterThan(0);
        expect(above / below).toBeCloseTo(1, 7);
      }
  });

  it("asks the same maintenance on both sides of every edge, the lower bracket's at the edge itself", () => {
    for (const [index, { cap, maintenanceRate, maintenanceAmount }] of edges.entries()) {
      const { held } = sized(rule, { side: "long", scale: scaleWhere((at) => sized(rule, { side: "long", scale: at, brackets }).atEntry, cap), brackets });
      const inCoin = rule.contract === "inverse" ? held.size / ENTRY : held.size * ENTRY;
      const asked = maintenanceAt(brackets, held, ENTRY) / inCoin;
      expect(asked).toBeCloseTo(maintenanceRate - maintenanceAmount / cap, 8);
      expect(asked).toBeCloseTo(brackets[index + 1].maintenanceRate - brackets[index + 1].maintenanceAmount / cap, 8);
    }
  });
});

/** The scale at which a measure that rises with it reaches `target`. */
function scaleWhere(measure: (scale: number) => number, target: number): number {
  let [low, high] = [1e-9, 1e15];
  for (let halving = 0; halving < 120; halving++) {
    const middle = Math.sqrt(low * high);
    if (measure(middle) < target) low = middle;
    else high = middle;
  }
  return high;
}
