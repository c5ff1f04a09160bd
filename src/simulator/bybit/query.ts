import { DAY_MS, HOUR_MS, MINUTE_MS } from "#core/units.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { wholeOf } from "#simulator/wire/request-text.ts";
import { badParameter } from "./refusal.ts";

export type Category = "linear" | "inverse";

/** Names of intervals of candles. */
export const CANDLE_MS: Readonly<Record<string, number>> = {
  "1": MINUTE_MS,
  "3": 3 * MINUTE_MS,
  "5": 5 * MINUTE_MS,
  "15": 15 * MINUTE_MS,
  "30": 30 * MINUTE_MS,
  "60": HOUR_MS,
  "120": 2 * HOUR_MS,
  "240": 4 * HOUR_MS,
  "360": 6 * HOUR_MS,
  "720": 12 * HOUR_MS,
  D: DAY_MS,
};

/** Names of periods of open interest and of the account ratio. */
export const PERIOD_MS: Readonly<Record<string, number>> = {
  "5min": 5 * MINUTE_MS,
  "15min": 15 * MINUTE_MS,
  "30min": 30 * MINUTE_MS,
  "1h": HOUR_MS,
  "4h": 4 * HOUR_MS,
  "1d": DAY_MS,
};

export function categoryOf(query: URLSearchParams): Category {
  const category = query.get("category");
  if (category !== "linear" && category !== "inverse") throw badParameter("Illegal category");
  return category;
}

/** The listings of the category asked for. */
export const ofCategory = (listings: readonly Listing[], category: Category): readonly Listing[] =>
  listings.filter(({ instrument }) => instrument.contract === category);

export function listingOf(listings: readonly Listing[], query: URLSearchParams): Listing {
  const listing = ofCategory(listings, categoryOf(query)).find(({ symbol }) => symbol === query.get("symbol"));
  if (listing === undefined) throw badParameter("Symbol Invalid");
  return listing;
}

export function limitOf(query: URLSearchParams, { usual, most }: { usual: number; most: number }): number {
  const limit = wholeOf(query, "limit") ?? usual;
  if (!(limit >= 1 && limit <= most)) throw badParameter("limit invalid");
  return limit;
}

export function timeOf(query: URLSearchParams, name: string): number | undefined {
  const time = wholeOf(query, name);
  if (Number.isNaN(time)) throw badParameter(`${name} invalid`);
  return time;
}

export function namedMs(query: URLSearchParams, name: string, names: Readonly<Record<string, number>>): number {
  const text = query.get(name) ?? "";
  if (!Object.hasOwn(names, text)) throw badParameter(`${name} invalid`);
  return names[text];
}
