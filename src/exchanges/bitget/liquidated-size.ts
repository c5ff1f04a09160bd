import type { Instrument } from "#core/instrument.ts";
import type { AmountUnit } from "./amount-unit.ts";

/** Significant digits that survive a division. */
const PRECISION = 12;
/** Of a step: numbers that are that close to a whole number of them are one. */
const NEARLY = 1e-6;

type SizedInstrument = Pick<Instrument, "contract" | "listing">;

/**
 * What was liquidated, in the conserved unit, of what Bitget calls `amount`: quote coin (USD of coin-margined contracts), as its documentation of the
 * liquidation channel says (bitget.com/api-doc/uta, 2026) and recorded messages have it: 13.70319 at 0.1649 is 83.1 coins, 143.330431857868 at
 * 0.500280739469 is 286.5. An example of an answer over REST (0.5 at 60000) is base coin. So a print that is no quantity as quote coin, and one as
 * base coin, is that; where neither tells, `unit` is what its source was found to count in, see amount-unit.ts.
 */
export function liquidatedSize(
  amount: string,
  price: number,
  { instrument, unit }: { readonly instrument: SizedInstrument; readonly unit: AmountUnit },
): number {
  const value = Number(amount);
  if (instrument.contract === "inverse" || unit === "base") return value;
  const sizeStep = instrument.listing?.sizeStep;
  if (sizeStep !== undefined && !isQuote(amount, sizeStep * price) && isWhole(value / sizeStep)) return value;
  return Number((value / price).toPrecision(PRECISION));
}

/** Whether an amount is that of a whole number of steps, one at least, as finely as it is printed. */
function isQuote(amount: string, stepValue: number): boolean {
  const value = Number(amount);
  const decimals = amount.split(".")[1]?.length ?? 0;
  const nearest = Math.max(1, Math.round(value / stepValue)) * stepValue;
  return Math.abs(nearest - value) <= 0.5 * 10 ** -decimals + NEARLY * stepValue;
}

const isWhole = (steps: number): boolean => Math.abs(steps - Math.round(steps)) <= NEARLY;
