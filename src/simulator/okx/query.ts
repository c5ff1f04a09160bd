import { DAY_MS, HOUR_MS, MINUTE_MS } from "#core/units.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { wholeOf } from "#simulator/wire/request-text.ts";
import { instrumentTypeOf } from "./instrument-names.ts";
import { badParameter, missingParameter, unknownInstrument } from "./refusal.ts";

/** Names of candles' sizes; days and half days of UTC only. */
export const BAR_MS: Readonly<Record<string, number>> = {
  "1m": MINUTE_MS,
  "3m": 3 * MINUTE_MS,
  "5m": 5 * MINUTE_MS,
  "15m": 15 * MINUTE_MS,
  "30m": 30 * MINUTE_MS,
  "1H": HOUR_MS,
  "2H": 2 * HOUR_MS,
  "4H": 4 * HOUR_MS,
  "6Hutc": 6 * HOUR_MS,
  "12Hutc": 12 * HOUR_MS,
  "1Dutc": DAY_MS,
};

/** Names of periods of the trading statistics. */
export const PERIOD_MS: Readonly<Record<string, number>> = {
  "5m": 5 * MINUTE_MS,
  "15m": 15 * MINUTE_MS,
  "30m": 30 * MINUTE_MS,
  "1H": HOUR_MS,
  "2H": 2 * HOUR_MS,
  "4H": 4 * HOUR_MS,
  "1Dutc": DAY_MS,
};

export function listingOf(listings: readonly Listing[], query: URLSearchParams): Listing {
  const id = query.get("instId");
  if (id === null || id === "") throw missingParameter("instId");
  const listing = listings.find(({ symbol }) => symbol === id);
  if (listing === undefined) throw unknownInstrument();
  return listing;
}

/** Listings of the type asked for, and of the instrument where one is named. */
export function listingsOfType(listings: readonly Listing[], query: URLSearchParams): readonly Listing[] {
  const type = query.get("instType");
  if (type === null || type === "") throw missingParameter("instType");
  const id = query.get("instId");
  const wanted = listings.filter((listing) => instrumentTypeOf(listing) === type && (id ?? listing.symbol) === listing.symbol);
  if (id !== null && wanted.length === 0) throw unknownInstrument();
  return wanted;
}

/** More than the most is taken for the most. */
export function limitOf(query: URLSearchParams, { usual, most, name = "limit" }: { usual: number; most: number; name?: string }): number {
  const limit = wholeOf(query, name) ?? usual;
  if (!(limit >= 1)) throw badParameter(name);
  return Math.min(limit, most);
}

export function numberOf(query: URLSearchParams, name: string): number | undefined {
  const value = wholeOf(query, name);
  if (Number.isNaN(value)) throw badParameter(name);
  return value;
}

/** OKX pages by bounds that are excluded: older than `after`, newer than `before`. */
export const pageOf = (query: URLSearchParams): { olderThan: number; newerThan: number } => ({
  olderThan: numberOf(query, "after") ?? Infinity,
  newerThan: numberOf(query, "before") ?? -Infinity,
});

export function namedMs(query: URLSearchParams, { name, usual }: { name: string; usual: string }, names: Readonly<Record<string, number>>): number {
  const text = query.get(name) ?? usual;
  if (!Object.hasOwn(names, text)) throw badParameter(name);
  return names[text];
}
