import { DAY_MS, HOUR_MS, MINUTE_MS } from "#core/units.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { wholeOf } from "#simulator/wire/request-text.ts";
import { badParameter, missingParameter, unknownSymbol } from "./refusal.ts";

/** Kinds of product. The simulator lists those margined in USDT, and in coins where its declaration says so. */
export const CATEGORIES = ["USDT-FUTURES", "COIN-FUTURES", "USDC-FUTURES"] as const;
export type Category = (typeof CATEGORIES)[number];

export const categoryOfListing = ({ instrument }: Listing): Category => (instrument.contract === "linear" ? "USDT-FUTURES" : "COIN-FUTURES");

/** Names of candles' sizes; days are UTC's. */
export const INTERVAL_MS: Readonly<Record<string, number>> = {
  "1m": MINUTE_MS,
  "3m": 3 * MINUTE_MS,
  "5m": 5 * MINUTE_MS,
  "15m": 15 * MINUTE_MS,
  "30m": 30 * MINUTE_MS,
  "1H": HOUR_MS,
  "4H": 4 * HOUR_MS,
  "6H": 6 * HOUR_MS,
  "12H": 12 * HOUR_MS,
  "1D": DAY_MS,
};

/** Names of periods of the account ratio. */
export const PERIOD_MS: Readonly<Record<string, number>> = {
  "5m": 5 * MINUTE_MS,
  "15m": 15 * MINUTE_MS,
  "30m": 30 * MINUTE_MS,
  "1h": HOUR_MS,
  "2h": 2 * HOUR_MS,
  "4h": 4 * HOUR_MS,
  "6h": 6 * HOUR_MS,
  "12h": 12 * HOUR_MS,
  "1d": DAY_MS,
};

/** Listings of the category asked for, and of the symbol where one is named. */
export function listingsOf(listings: readonly Listing[], query: URLSearchParams): readonly Listing[] {
  const asked = query.get("category");
  if (asked === null) throw missingParameter("category");
  const category = CATEGORIES.find((known) => known === asked.toUpperCase());
  if (category === undefined) throw badParameter("category");
  const symbol = query.get("symbol");
  const wanted = listings.filter((listing) => categoryOfListing(listing) === category && (symbol ?? listing.symbol) === listing.symbol);
  if (symbol !== null && wanted.length === 0) throw unknownSymbol(symbol);
  return wanted;
}

export function listingOf(listings: readonly Listing[], query: URLSearchParams): Listing {
  if (query.get("symbol") === null) throw missingParameter("symbol");
  return listingsOf(listings, query)[0];
}

/** The listing of a symbol where no category is asked for. */
export function listingOfSymbol(listings: readonly Listing[], query: URLSearchParams): Listing {
  const symbol = query.get("symbol");
  if (symbol === null) throw missingParameter("symbol");
  const listing = listings.find((listing) => listing.symbol === symbol);
  if (listing === undefined) throw unknownSymbol(symbol);
  return listing;
}

/** More than the most is taken for the most. */
export function limitOf(query: URLSearchParams, { usual, most }: { usual: number; most: number }): number {
  const limit = wholeOf(query, "limit") ?? usual;
  if (!(limit >= 1)) throw badParameter("limit");
  return Math.min(limit, most);
}

export function numberOf(query: URLSearchParams, name: string): number | undefined {
  const value = wholeOf(query, name);
  if (Number.isNaN(value)) throw badParameter(name);
  return value;
}

export function namedMs(query: URLSearchParams, name: string, names: Readonly<Record<string, number>>): number {
  const text = query.get(name) ?? "";
  if (!Object.hasOwn(names, text)) throw badParameter(name);
  return names[text];
}
