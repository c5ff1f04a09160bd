import type { Listing } from "./listing.ts";
import { listingOf } from "./query.ts";
import { Refusal } from "./refusal.ts";
import { aggregateTrades, fundingRates, klines, markPriceKlines, openInterestHistory } from "./rest-history.ts";
import { brackets, depth, exchangeInfo, fundingInfo, openInterest, premiumIndex } from "./rest-present.ts";
import { truthReply } from "./truth-reply.ts";

/** What a request may look at. */
export interface RestContext {
  readonly seed: string;
  readonly listings: readonly Listing[];
  /** The exchange's clock, whole epoch ms. */
  readonly now: number;
  readonly query: URLSearchParams;
}

export interface RestRoute {
  /** Request weight, of 2,400 a minute; a function where it depends on the limit asked for. */
  readonly weight: number | ((query: URLSearchParams) => number);
  readonly reply: (context: RestContext) => unknown;
}

const oneSymbol =
  (read: (listing: Listing, query: URLSearchParams) => unknown) =>
  ({ listings, query }: RestContext): unknown =>
    read(listingOf(listings, query), query);

/** Every path that is served. Weights: developers.binance.com, USD-M market data. */
export const REST_ROUTES: Readonly<Record<string, RestRoute>> = {
  "/fapi/v1/ping": { weight: 1, reply: () => ({}) },
  "/fapi/v1/time": { weight: 1, reply: ({ now }) => ({ serverTime: now }) },
  "/fapi/v1/exchangeInfo": { weight: 1, reply: ({ listings, now }) => exchangeInfo(listings, now) },
  "/fapi/v1/klines": { weight: weightOfBars, reply: oneSymbol(klines) },
  "/fapi/v1/markPriceKlines": { weight: weightOfBars, reply: oneSymbol(markPriceKlines) },
  "/fapi/v1/aggTrades": { weight: 20, reply: oneSymbol(aggregateTrades) },
  "/fapi/v1/depth": { weight: weightOfDepth, reply: oneSymbol(depth) },
  "/fapi/v1/premiumIndex": {
    weight: (query) => (query.has("symbol") ? 1 : 10),
    reply: ({ listings, query }) => (query.has("symbol") ? premiumIndex(listingOf(listings, query)) : listings.map(premiumIndex)),
  },
  "/fapi/v1/openInterest": { weight: 1, reply: oneSymbol(openInterest) },
  "/fapi/v1/fundingRate": { weight: 0, reply: oneSymbol(fundingRates) },
  "/fapi/v1/fundingInfo": { weight: 0, reply: ({ listings }) => fundingInfo(listings) },
  "/futures/data/openInterestHist": { weight: 0, reply: oneSymbol(openInterestHistory) },
  "/bapi/futures/v1/friendly/future/common/brackets": { weight: 0, reply: ({ listings }) => brackets(listings) },
  "/truth": { weight: 0, reply: truthReply },
};

function weightOfBars(query: URLSearchParams): number {
  const limit = Number(query.get("limit") ?? 500);
  return limit < 100 ? 1 : limit < 500 ? 2 : limit <= 1_000 ? 5 : 10;
}

function weightOfDepth(query: URLSearchParams): number {
  const limit = Number(query.get("limit") ?? 500);
  return limit <= 50 ? 2 : limit <= 100 ? 5 : limit <= 500 ? 10 : 20;
}

export const unknownPath = (path: string): Refusal => new Refusal(-5000, `Path ${path}, Method GET is invalid`, 404);
