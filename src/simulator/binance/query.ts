import { INTERVAL_MS } from "#simulator/wire/candle-window.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { badParameter, missingParameter, refusal } from "./refusal.ts";

/** The listing that `symbol` names. Refuses like Binance: -1102 when it is missing, -1121 when it is unknown. */
export function listingOf(listings: readonly Listing[], query: URLSearchParams): Listing {
  const symbol = query.get("symbol");
  if (symbol === null || symbol === "") throw missingParameter("symbol");
  const listing = listings.find((listing) => listing.symbol === symbol);
  if (listing === undefined) throw refusal(-1121, "Invalid symbol.");
  return listing;
}

/** A whole number, or undefined when absent. */
export function integerOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  if (!/^\d{1,16}$/.test(text)) throw badParameter(name);
  return Number(text);
}

export function limitOf(query: URLSearchParams, { usual, most }: { usual: number; most: number }): number {
  const limit = integerOf(query, "limit") ?? usual;
  if (limit < 1 || limit > most) throw badParameter("limit");
  return limit;
}

/** Start and end of what is asked for; Binance refuses a start after the end. */
export function spanOf(query: URLSearchParams): { startTime: number | undefined; endTime: number | undefined } {
  const startTime = integerOf(query, "startTime");
  const endTime = integerOf(query, "endTime");
  if (startTime !== undefined && endTime !== undefined && startTime > endTime) throw refusal(-1023, "Start time is greater than end time.");
  return { startTime, endTime };
}

export function intervalOf(query: URLSearchParams, name: "interval" | "period"): number {
  const text = query.get(name);
  if (text === null || text === "") throw missingParameter(name);
  const intervalMs = Object.hasOwn(INTERVAL_MS, text) ? INTERVAL_MS[text] : undefined;
  if (intervalMs === undefined) throw refusal(-1120, "Invalid interval.");
  return intervalMs;
}
