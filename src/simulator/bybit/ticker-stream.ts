import type { Listing } from "#simulator/wire/listing.ts";
import { tickerOf } from "./rest-present.ts";

type Ticker = ReturnType<typeof tickerOf>;

/** A ticker as those who follow it know it: a snapshot, then the fields that changed. */
export interface TickerStream {
  snapshot(now: number): Ticker;
  /** Fields that changed; undefined when none did. */
  next(now: number): Partial<Ticker> | undefined;
}

/** Nobody follows a ticker whose changes were not asked for in so long. */
const STALE_MS = 1_000;

export function createTickerStream(listing: Listing): TickerStream {
  let told: { readonly ticker: Ticker; at: number } | undefined;
  return {
    snapshot(now) {
      if (told === undefined || now - told.at > STALE_MS) told = { ticker: tickerOf(listing), at: now };
      return told.ticker;
    },
    next(now) {
      const before: Partial<Ticker> = told?.ticker ?? {};
      const ticker = tickerOf(listing);
      told = { ticker, at: now };
      const changed = Object.fromEntries(Object.entries(ticker).filter(([field, text]) => before[field as keyof Ticker] !== text)) as Partial<Ticker>;
      return Object.keys(changed).length === 0 ? undefined : { symbol: listing.symbol, ...changed };
    },
  };
}
