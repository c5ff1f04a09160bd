import type { ContractKind } from "#core/instrument.ts";

/** No position that Bitget allows is worth more, USD. */
const MOST_USD = 1e8;
/** Digits of a quantity that an order may have, generously; products and quotients of prices have more. */
const MOST_DIGITS = 8;
/** Significant digits that survive a division. */
const PRECISION = 12;

/**
 * What was liquidated, in the conserved unit, of what Bitget calls `amount`. Its documentation of the liquidation channel (bitget.com/api-doc/uta,
 * 2026) says quote coin, and so do recorded messages: 13.70319 at 0.1649 is 83.1 coins, 143.330431857868 at 0.500280739469 is 286.5. An example of an
 * answer over REST (0.5 at 60000) can only be base coin. Quantities are round and quotients of prices are not, so an amount that is clearly rounder
 * than what it would buy is a quantity; every other is quote coin. Coin-margined contracts are of one USD: their amount is whole, else it is in coins.
 */
export function liquidatedSize(amount: string, price: number, contract: ContractKind): number {
  const value = Number(amount);
  if (contract === "inverse") return Number.isInteger(value) ? value : value * price;
  const quantity = Number((value / price).toPrecision(PRECISION));
  const isBase = digitsOf(value) <= MOST_DIGITS && digitsOf(value) + 2 <= digitsOf(quantity) && value * price <= MOST_USD;
  return isBase ? value : quantity;
}

/** Significant digits of a number's shortest decimal form. */
function digitsOf(value: number): number {
  const [mantissa] = value.toExponential().split("e");
  return mantissa.replace(".", "").length;
}
