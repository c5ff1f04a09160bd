/** What the `amount` of a liquidation counts, by its own numbers. */
export type AmountUnit = "quote" | "base";

/** Finds out from the answers themselves what REST counts amounts in: its documents do not say. */
export interface AmountUnitFinder {
  /** Takes the rows of contracts in USDT and USDC. */
  learn(rows: readonly { readonly price: number; readonly amount: string }[]): void;
  /** Quote, as on the socket, until the rows show that they cannot be. */
  readonly unit: AmountUnit;
}

/** Where a coin costs that much nobody mixes up coins and dollars. */
const LEAST_PRICE_USD = 1_000;
/** The smallest order, `minOrderAmount` of an instrument (bitget.com/api-doc/uta/public/Instruments). What is liquidated was ordered, most of it for more. */
const LEAST_ORDER_USD = 5;
const LEAST_ROWS = 20;
const MOST_ROWS = 500;

/** When most amounts would be worth less than the smallest order if they were dollars, they are coins. */
export function findAmountUnit(): AmountUnitFinder {
  let amounts: number[] = [];
  return {
    learn(rows) {
      const dear = rows.filter(({ price }) => price >= LEAST_PRICE_USD).map(({ amount }) => Number(amount));
      amounts = [...amounts, ...dear].slice(-MOST_ROWS);
    },
    get unit() {
      const below = amounts.filter((amount) => amount < LEAST_ORDER_USD).length;
      return amounts.length >= LEAST_ROWS && below > amounts.length / 2 ? "base" : "quote";
    },
  };
}
