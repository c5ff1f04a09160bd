import { describe, expect, it } from "vitest";
import type { ContractKind, Instrument } from "#core/instrument.ts";
import { POSITION_SIDES } from "#core/position-side.ts";
import { priceAt } from "#core/price-rows.ts";
import { asMs } from "#core/units.ts";
import { createBook } from "./book.ts";
import { fund } from "./funding.ts";
import { BTC } from "./given-book.conformance.ts";
import { createLadder } from "./ladder.ts";
import { ladderPriorOf } from "./priors/ladder-prior-of.ts";
import { marginRuleAt } from "./margin/margin-rule.ts";

const ENTRY = 60_000;
const USD = 10_000;
const RATE = 0.0004;
const INSTRUMENTS: Readonly<Record<ContractKind, Instrument>> = {
  linear: BTC,
  inverse: { ...BTC, symbol: "BTCUSD_PERP", contract: "inverse", contractSize: 100, marginModel: "binance-coinm" },
};

describe.each(["linear", "inverse"] as const)("a settlement of a %s contract", (contract) => {
  const instrument = INSTRUMENTS[contract];
  const prior = ladderPriorOf(instrument);
  const { model, brackets } = marginRuleAt(instrument, Date.UTC(2026, 0, 1));
  const ladder = createLadder(instrument, { model, brackets }, prior);
  const book = createBook(ladder, 8192);
  fund(book, ladder, contract, [{ time: asMs(0), rate: RATE }]);

  it.each(POSITION_SIDES.map((side, index) => [side, index] as const))(
    "moves the cross levels of %ss as their owners' own, and isolated ones not at all",
    (side, index) => {
      const size = contract === "linear" ? USD / ENTRY : USD;
      const value = contract === "linear" ? USD : USD / ENTRY;
      const paid = RATE * value * (side === "long" ? 1 : -1);
      let compared = 0;
      ladder.rungs[index].forEach(({ margin, leverage, priorWeight }, rung) => {
        const drift = book.drift[index * book.rungCount + rung];
        if (margin === "isolated") return expect(drift).toBe(0);
        if (priorWeight === 0 || leverage < 1.9) return;
        const priceWith = (extraMargin: number) =>
          model.liquidationPrice({ contract, side, entry: ENTRY, size, margin: value / leverage, extraMargin }, brackets) ?? NaN;
        const moved = priceWith(-paid) / priceWith(0) - 1;
        expect(moved).toBeGreaterThan(0);
        expect((priceAt(drift) - 1) / moved).toBeCloseTo(1, 1);
        compared++;
      });
      expect(compared).toBeGreaterThan(5);
    },
  );
});
