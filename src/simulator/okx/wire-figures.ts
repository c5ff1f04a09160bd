import type { Bar } from "#simulator/wire/candle-window.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import type { BookChange } from "#simulator/wire/book-side.ts";
import { digitsOf } from "#simulator/wire/wire-decimal.ts";

/** Sizes are contracts, of `ctVal` coins (linear) or USD (inverse) each. */
export function contractsOf({ instrument }: Listing, lots: number): string {
  const { lotSize, contractSize } = instrument;
  return plain(lots * (lotSize / contractSize), digitsOf(lotSize / contractSize));
}

/** The same in base coin, at a price where that matters. */
export function coinsOf({ instrument }: Listing, lots: number, price: number): string {
  const size = lots * instrument.lotSize;
  return plain(instrument.contract === "linear" ? size : size / price, 8);
}

export const usdOf = ({ instrument }: Listing, lots: number, price: number): string =>
  plain(lots * instrument.lotSize * (instrument.contract === "linear" ? price : 1), 4);

/** Levels as OKX writes them: price, size, a field that is no longer used, number of orders; size 0 removes. */
export const levels = (listing: Listing, changes: readonly BookChange[]): [string, string, "0", string][] =>
  changes.map(([tick, lots]) => [priceOf(listing, tick * listing.instrument.tickSize), contractsOf(listing, lots), "0", lots === 0 ? "0" : "1"]);

export const priceOf = ({ decimals }: Listing, price: number): string => plain(Number(decimals.price(price)), 12);

/** `[ts, o, h, l, c, vol, volCcy, volCcyQuote, confirm]`. */
export function candleRow(listing: Listing, bar: Bar, now: number): string[] {
  const middle = (bar.high + bar.low) / 2;
  return [
    ...priceRow(listing, bar),
    contractsOf(listing, bar.volumeLots),
    coinsOf(listing, bar.volumeLots, middle),
    plain(bar.quoteUsd, 4),
    confirmOf(bar, now),
  ];
}

/** `[ts, o, h, l, c, confirm]`, of mark prices. */
export const markRow = (listing: Listing, bar: Bar, now: number): string[] => [...priceRow(listing, bar), confirmOf(bar, now)];

const priceRow = (listing: Listing, { openTime, open, high, low, close }: Bar): string[] => [
  String(openTime),
  priceOf(listing, open),
  priceOf(listing, high),
  priceOf(listing, low),
  priceOf(listing, close),
];

const confirmOf = ({ openTime, intervalMs }: Bar, now: number): string => (openTime + intervalMs <= now ? "1" : "0");

/** Without zeros at the end. */
export const plain = (value: number, digits: number): string => {
  const text = value.toFixed(digits);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
};
