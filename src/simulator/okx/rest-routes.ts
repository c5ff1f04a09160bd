import type { Listing } from "#simulator/wire/listing.ts";
import type { RestRequest, RestRoute, RestWire } from "#simulator/wire/venue.ts";
import { listingOf, listingsOfType } from "./query.ts";
import { REFUSALS } from "./refusal.ts";
import {
  accountRatioHistory,
  fundingHistory,
  historyCandles,
  historyMarkCandles,
  historyTrades,
  openInterestHistory,
  recentCandles,
  recentMarkCandles,
  recentTrades,
} from "./rest-history.ts";
import { fundingRate, indexTickers, instruments, markPrice, openInterest, orderBook, positionTiers, ticker } from "./rest-present.ts";

type Read = (request: RestRequest) => unknown;

const WINDOW_MS = 2_000;

/** A path with its own allowance of `most` requests in 2 seconds. Source: okx.com/docs-v5, "Rate limit" of each endpoint. */
const path = (most: number, read: Read, history = false): Omit<RestRoute, "costs"> & { readonly most: number } => ({
  most,
  history,
  reply: (request) => ({ code: "0", msg: "", data: read(request) }),
});

const past = (most: number, read: (listing: Listing, query: URLSearchParams) => unknown) => path(most, ofOne(read), true);

const ofOne =
  (read: (listing: Listing, query: URLSearchParams) => unknown): Read =>
  ({ listings, query }) =>
    read(listingOf(listings, query), query);

const ofType =
  (read: (listing: Listing, now: number) => unknown): Read =>
  ({ listings, query, now }) =>
    listingsOfType(listings, query).map((listing) => read(listing, now));

const nowOf =
  (read: (listing: Listing, now: number) => unknown): Read =>
  ({ listings, query, now }) => [read(listingOf(listings, query), now)];

const ROUTES: Readonly<Record<string, ReturnType<typeof path>>> = {
  "/api/v5/public/time": path(10, ({ now }) => [{ ts: String(now) }]),
  "/api/v5/public/instruments": path(20, ({ listings, query }) => instruments(listings, query)),
  "/api/v5/public/mark-price": path(10, ofType(markPrice)),
  "/api/v5/public/open-interest": path(20, ofType(openInterest)),
  "/api/v5/public/funding-rate": path(10, nowOf(fundingRate)),
  "/api/v5/public/funding-rate-history": past(10, fundingHistory),
  "/api/v5/public/position-tiers": path(10, ({ listings, query }) => positionTiers(listings, query)),
  "/api/v5/market/ticker": path(20, nowOf(ticker)),
  "/api/v5/market/tickers": path(20, ofType(ticker)),
  "/api/v5/market/index-tickers": path(20, ({ listings, query, now }) => indexTickers(listings, query, now)),
  "/api/v5/market/books": path(40, ofOne(orderBook(400))),
  "/api/v5/market/books-full": path(10, ofOne(orderBook(5_000))),
  "/api/v5/market/trades": past(100, recentTrades),
  "/api/v5/market/history-trades": past(20, historyTrades),
  "/api/v5/market/candles": past(40, recentCandles),
  "/api/v5/market/history-candles": past(20, historyCandles),
  "/api/v5/market/mark-price-candles": past(20, recentMarkCandles),
  "/api/v5/market/history-mark-price-candles": past(10, historyMarkCandles),
  "/api/v5/rubik/stat/contracts/open-interest-history": past(10, openInterestHistory),
  "/api/v5/rubik/stat/contracts/long-short-account-ratio-contract": past(5, accountRatioHistory),
};

/** OKX's v5 public and market data. */
export const REST: RestWire = {
  route(request) {
    if (!Object.hasOwn(ROUTES, request.path)) return undefined;
    const { most, ...route } = ROUTES[request.path];
    return { ...route, costs: () => [{ bucket: request.path, most, windowMs: WINDOW_MS }] };
  },
  refusals: REFUSALS,
};
