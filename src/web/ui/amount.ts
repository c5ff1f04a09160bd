/** Another money, by a rate that the person has typed. */
export interface Fiat {
  /** Three letters, e.g. `EUR`. */
  readonly code: string;
  /** Of it, what a dollar is worth. */
  readonly perUsd: number;
}

/** What amounts of dollars are written in. Money is of every market; the others are of the market on screen. */
export type AmountUnit =
  | { readonly kind: "usd" }
  | ({ readonly kind: "fiat" } & Fiat)
  | { readonly kind: "coin"; readonly coin: string; readonly price: number }
  | { readonly kind: "oi"; readonly openInterestUsd: number }
  | { readonly kind: "minutes"; readonly usdPerMinute: number };

let unit: AmountUnit = { kind: "usd" };

/** From now on amounts are written in this unit. What stands on the page already has to be drawn again. */
export function writeAmountsIn(next: AmountUnit): void {
  unit = next;
}

export const amountUnit = (): AmountUnit => unit;

/** The money that amounts of any market are written in. */
export const moneyUnit = (): AmountUnit => (unit.kind === "fiat" ? unit : { kind: "usd" });

/** Dollars in a unit; `price` is what a coin costs where they stand, when it is not the market's own. Shares of open interest are fractions. */
export function amountIn(of: AmountUnit, usd: number, price?: number): number {
  switch (of.kind) {
    case "usd":
      return usd;
    case "fiat":
      return usd * of.perUsd;
    case "coin":
      return usd / (price && price > 0 ? price : of.price);
    case "oi":
      return usd / of.openInterestUsd;
  }
  return usd / of.usdPerMinute;
}

/** What a scale counts in, in words: `USD`, `BTC`, `% of open interest`, `minutes of volume`, `EUR at your rate 0.92`. */
export function unitName(of: AmountUnit): string {
  switch (of.kind) {
    case "usd":
      return "USD";
    case "fiat":
      return `${of.code} at your rate ${of.perUsd}`;
    case "coin":
      return of.coin;
    case "oi":
      return "% of open interest";
  }
  return "minutes of volume";
}

/** The same for a column of a table of figures: `usd`, `btc`, `share_of_oi`, `minutes_of_volume`, `eur_at_0.92`. */
export function unitColumn(of: AmountUnit): string {
  switch (of.kind) {
    case "usd":
      return "usd";
    case "fiat":
      return `${of.code.toLowerCase()}_at_${of.perUsd}`;
    case "coin":
      return of.coin.toLowerCase();
    case "oi":
      return "share_of_oi";
  }
  return "minutes_of_volume";
}
