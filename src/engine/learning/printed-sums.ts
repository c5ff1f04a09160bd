import type { Instrument } from "#core/instrument.ts";
import { LONG, POSITION_SIDES, SHORT } from "#core/position-side.ts";
import type { MarginRule } from "#engine/margin/margin-rule.ts";
import type { Print, StepInput } from "#engine/step.ts";
import { hiddenFactor } from "./censoring.ts";
import type { PrintedSum } from "./evidence.ts";

/** Where a source sums its orders before we see them, a typical dollar is taken to be in an order of this share of open interest. */
const SUMMED_ORDER_SHARE = 1e-5;

/** One printed order as evidence: how many dollars it counts for, and the price that triggered it. */
export interface LocatedPrint {
  readonly side: 0 | 1;
  readonly usd: number;
  readonly trigger: number;
}

/**
 * The orders of a step as evidence. None counts for more than `largestUsd`: few orders carry most of the dollars. Where a feed shows at most one
 * order a second, each stands for those that it hid. The trigger is recovered from the bankruptcy price where the exchange prints that.
 */
export function locatedPrints(input: StepInput, of: { instrument: Instrument; rule: MarginRule; largestUsd: number }): readonly LocatedPrint[] {
  const { prints = [], durationMs } = input;
  const hidden = of.instrument.liquidationFeed?.sampling === "one-per-second" ? hiddenFactor(prints.length, durationMs / 1000) : 1;
  return prints.map((print) => ({ side: print.side, usd: Math.min(print.usd, of.largestUsd) * hidden, trigger: triggerOf(print, of) }));
}

/** A position that is bankrupt at a price stood there without collateral: its rule then says where it was liquidated. */
function triggerOf({ side, price, size, orderPrice }: Print, { instrument, rule }: { instrument: Instrument; rule: MarginRule }): number {
  if (orderPrice === undefined) return price;
  const bankrupt = { contract: instrument.contract, side: POSITION_SIDES[side], entry: orderPrice, size, margin: 0 };
  return rule.model.liquidationPrice(bankrupt, rule.brackets) ?? price;
}

/** What printed on each side of a step: its orders, or what a source has summed. */
export function printedSums(input: StepInput, prints: readonly LocatedPrint[], openInterestUsd: number): readonly [PrintedSum, PrintedSum] {
  const { printed } = input;
  if (prints.length === 0) return [summed(printed?.longUsd ?? 0, openInterestUsd), summed(printed?.shortUsd ?? 0, openInterestUsd)];
  const usd = [0, 0];
  const squares = [0, 0];
  for (const print of prints) {
    usd[print.side] += print.usd;
    squares[print.side] += print.usd * print.usd;
  }
  return [
    { usd: usd[LONG], squares: squares[LONG] },
    { usd: usd[SHORT], squares: squares[SHORT] },
  ];
}

const summed = (usd: number, openInterestUsd: number): PrintedSum => ({ usd, squares: usd * SUMMED_ORDER_SHARE * openInterestUsd });
