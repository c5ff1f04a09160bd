import type { Bar } from "#simulator/wire/candle-window.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import type { BookChange } from "#simulator/wire/book-side.ts";
import { digitsOf } from "#simulator/wire/wire-decimal.ts";

/** Numbers are text without zeros at the end, but with one digit after the point. */
export function figure(value: number, digits: number): string {
  const text = value.toFixed(digits).replace(/0+$/, "");
  return text.endsWith(".") ? `${text}0` : text.includes(".") ? text : `${text}.0`;
}

export const priceOf = ({ instrument }: Listing, price: number): string => figure(price, Math.max(1, digitsOf(instrument.tickSize)));
export const sizeOf = ({ instrument }: Listing, lots: number): string => figure(lots * instrument.lotSize, Math.max(1, digitsOf(instrument.lotSize)));
export const usd = (value: number): string => figure(value, 6);

/** Candles carry their close time, and count their trades. */
export const candleOf = (listing: Listing, { openTime, intervalMs, open, high, low, close, volumeLots, trades }: Bar, interval: string) => ({
  t: openTime,
  T: openTime + intervalMs - 1,
  s: listing.symbol,
  i: interval,
  o: priceOf(listing, open),
  c: priceOf(listing, close),
  h: priceOf(listing, high),
  l: priceOf(listing, low),
  v: sizeOf(listing, volumeLots),
  n: trades,
});

/** A level: price, size, number of orders. */
export const levels = (listing: Listing, book: readonly BookChange[]) =>
  book.map(([tick, lots]) => ({ px: priceOf(listing, tick * listing.instrument.tickSize), sz: sizeOf(listing, lots), n: 1 }));

const ODD = 618_970_019_642_690_137_449n;
const BITS_50 = (1n << 50n) - 1n;

/** Ids of trades are 50-bit hashes: they differ, and do not count. Transaction hashes likewise. */
export const tradeId = (id: number): number => Number((BigInt(id) * ODD) & BITS_50);
export const transactionHash = (id: number): string => `0x${(((BigInt(id) * ODD) ** 4n) & ((1n << 256n) - 1n)).toString(16).padStart(64, "0")}`;
