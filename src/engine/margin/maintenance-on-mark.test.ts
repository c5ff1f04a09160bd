import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bracketsOfTiers } from "./bracket-tables.ts";
import { maintenanceAt } from "./brackets-of-position.ts";
import { firstTrigger } from "./maintenance-on-mark.ts";
import type { Bracket, BracketUnit, Position } from "./margin-model.ts";

const TIERS = [
  [1000, 100, 0.005],
  [5000, 50, 0.01],
  [20_000, 20, 0.025],
  [1e9, 5, 0.1],
] as const;
const tiers = (unit: BracketUnit, amounts: "continuous" | "none"): readonly Bracket[] => bracketsOfTiers(TIERS, { unit, amounts, ratePerCoin: 0 });

const side = fc.constantFrom("long" as const, "short" as const);
const size = fc.double({ min: 0.5, max: 2000, noNaN: true });
const leverage = fc.double({ min: 1.02, max: 9, noNaN: true });
const feeRate = fc.constantFrom(0, 0.0005);

/** Equity less what the rule wants, in the settle coin, at a mark price. */
function slack(position: Position, price: number, of: { brackets: readonly Bracket[]; feeRate: number }): number {
  const { contract, entry, margin } = position;
  const sign = position.side === "long" ? 1 : -1;
  const profit = contract === "linear" ? position.size * (price - entry) : position.size * (1 / entry - 1 / price);
  const fee = of.feeRate * (contract === "linear" ? position.size * price : position.size / price);
  return margin + sign * profit - maintenanceAt(of.brackets, position, price) - fee;
}

describe("the first trigger", () => {
  it.each([
    { contract: "linear" as const, unit: "usd" as const },
    { contract: "inverse" as const, unit: "usd" as const },
    { contract: "inverse" as const, unit: "base" as const },
    { contract: "linear" as const, unit: "contracts" as const },
  ])("is where equity meets maintenance and fee, in the bracket there: $contract, tiers in $unit", ({ contract, unit }) => {
    const brackets = tiers(unit, "continuous");
    fc.assert(
      fc.property(side, size, leverage, feeRate, (of, units, times, fee) => {
        const position: Position = { contract, side: of, entry: 10, size: units, margin: (contract === "linear" ? units * 10 : units / 10) / times };
        const price = firstTrigger(position, brackets, { collateral: position.margin, feeRate: fee });
        fc.pre(price !== undefined);
        const value = contract === "linear" ? units * 10 : units / 10;
        expect(slack(position, price ?? 0, { brackets, feeRate: fee }) / value).toBeCloseTo(0, 9);
      }),
    );
  });

  it.each(["long", "short"] as const)("is the same from both sides of every edge: a %s whose value at liquidation is a cap", (of) => {
    const brackets = tiers("usd", "continuous");
    const sign = of === "long" ? 1 : -1;
    for (const { cap, maintenanceRate, maintenanceAmount } of brackets.slice(0, -1)) {
      const edge = (cap * (1 - sign * maintenanceRate) + sign * maintenanceAmount) / (10 * (1 - sign / 4));
      const at = (units: number) =>
        firstTrigger({ contract: "linear", side: of, entry: 10, size: units, margin: 0 }, brackets, { collateral: (units * 10) / 4, feeRate: 0 }) ?? 0;
      expect(at(edge) * edge).toBeCloseTo(cap, 6);
      expect(at(edge * (1 + 1e-9))).toBeCloseTo(at(edge * (1 - 1e-9)), 7);
    }
  });

  it("is the first price on the way down, or up, at which a re-rating table asks for more than there is", () => {
    const brackets = tiers("usd", "none");
    fc.assert(
      fc.property(side, size, leverage, (of, units, times) => {
        const position: Position = { contract: "linear", side: of, entry: 10, size: units, margin: (units * 10) / times };
        fc.pre(slack(position, 10, { brackets, feeRate: 0 }) > 0);
        const price = firstTrigger(position, brackets, { collateral: position.margin, feeRate: 0 });
        const end = price ?? 0;
        for (let step = 0; step < 400; step++) {
          const before = 10 + ((end - 10) * (step + 0.5)) / 400;
          if (before > 0) expect(slack(position, before, { brackets, feeRate: 0 })).toBeGreaterThan(-1e-9 * units);
        }
        const beyond = of === "long" ? end * (1 - 1e-6) : end * (1 + 1e-6);
        if (price !== undefined) expect(slack(position, beyond, { brackets, feeRate: 0 })).toBeLessThan(0);
      }),
    );
  });

  it("is the cap itself where stepping over it is what liquidates", () => {
    const position: Position = { contract: "linear", side: "short", entry: 10, size: 400, margin: 700 };
    // 470 pieces reach the cap of 5,000 at 10.638; at the 1 % below it they would last until 10.659, at the 2.5 % above it only until 10.503.
    const between = { ...position, size: 470, margin: 470 * 10 * 0.0766 };
    expect(firstTrigger(position, tiers("usd", "none"), { collateral: 700, feeRate: 0 })).toBeCloseTo(11.75 / 1.01, 9);
    expect(firstTrigger(between, tiers("usd", "none"), { collateral: between.margin, feeRate: 0 })).toBeCloseTo(5000 / 470, 9);
  });

  it("does not exist for a position without size", () => {
    expect(
      firstTrigger({ contract: "linear", side: "long", entry: 10, size: 0, margin: 1 }, tiers("usd", "none"), { collateral: 1, feeRate: 0 }),
    ).toBeUndefined();
  });
});
