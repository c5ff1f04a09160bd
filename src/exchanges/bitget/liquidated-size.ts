import type { ContractKind } from "#core/instrument.ts";
import type { AmountUnit } from "./amount-unit.ts";

/** Significant digits that survive a division. */
const PRECISION = 12;

/**
 * What was liquidated, in the conserved unit, of what Bitget calls `amount`: quote coin (USD of coin-margined contracts), as its documentation of the
 * liquidation channel says (bitget.com/api-doc/uta, 2026) and recorded messages have it: 13.70319 at 0.1649 is 83.1 coins, 143.330431857868 at
 * 0.500280739469 is 286.5. An example of an answer over REST (0.5 at 60000) looks like base coin: there `unit` is found out, see amount-unit.ts. As
 * quote coin no print is worth more than the number that was printed, which errs to the safe side.
 */
export function liquidatedSize(amount: string, price: number, { contract, unit }: { readonly contract: ContractKind; readonly unit: AmountUnit }): number {
  const value = Number(amount);
  return contract === "inverse" || unit === "base" ? value : Number((value / price).toPrecision(PRECISION));
}
