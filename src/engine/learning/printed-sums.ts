import { LONG, SHORT } from "#core/position-side.ts";
import type { StepInput } from "#engine/step.ts";
import type { PrintedSum } from "./evidence.ts";

/** Where a source sums its orders before we see them, a typical dollar is taken to be in an order of this share of open interest. */
const SUMMED_ORDER_SHARE = 1e-5;

/** What printed on each side of a step, no order counting for more than `largestUsd`: few orders carry most of the dollars. */
export function printedSums(input: StepInput, of: { openInterestUsd: number; largestUsd: number }): readonly [PrintedSum, PrintedSum] {
  const { printed, prints = [] } = input;
  if (prints.length === 0) return [summed(printed?.longUsd ?? 0, of.openInterestUsd), summed(printed?.shortUsd ?? 0, of.openInterestUsd)];
  const usd = [0, 0];
  const squares = [0, 0];
  for (const { side, usd: whole } of prints) {
    const counted = Math.min(whole, of.largestUsd);
    usd[side] += counted;
    squares[side] += counted * counted;
  }
  return [
    { usd: usd[LONG], squares: squares[LONG] },
    { usd: usd[SHORT], squares: squares[SHORT] },
  ];
}

const summed = (usd: number, openInterestUsd: number): PrintedSum => ({ usd, squares: usd * SUMMED_ORDER_SHARE * openInterestUsd });
