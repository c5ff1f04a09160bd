import type { Listing } from "#simulator/wire/listing.ts";
import type { RestRequest, RestRoute, RestWire } from "#simulator/wire/venue.ts";
import { listingOf } from "./query.ts";
import { REFUSALS } from "./refusal.ts";
import { accountRatioHistory, candles, fundingHistory, markCandles, openInterestHistory, recentTrades } from "./rest-history.ts";
import { instruments, orderBook, riskLimits, tickers } from "./rest-present.ts";

/** 600 requests in 5 seconds. Source: bybit-exchange.github.io/docs/v5/rate-limit. */
const costs = () => [{ bucket: "requests", most: 600, windowMs: 5_000 }];

type Read = (request: RestRequest) => unknown;

const enveloped =
  (read: Read): Read =>
  (request) => ({ retCode: 0, retMsg: "OK", result: read(request), retExtInfo: {}, time: request.now });

const ofOne =
  (read: (listing: Listing, query: URLSearchParams) => unknown): Read =>
  ({ listings, query }) =>
    read(listingOf(listings, query), query);

const ofAll =
  (read: (listings: readonly Listing[], query: URLSearchParams) => unknown): Read =>
  ({ listings, query }) =>
    read(listings, query);

const present = (read: Read): RestRoute => ({ costs, reply: enveloped(read) });
const history = (read: Read): RestRoute => ({ costs, history: true, reply: enveloped(read) });

const ROUTES: Readonly<Record<string, RestRoute>> = {
  "/v5/market/time": present(({ now }) => ({ timeSecond: String(Math.floor(now / 1_000)), timeNano: `${now}000000` })),
  "/v5/market/instruments-info": present(ofAll(instruments)),
  "/v5/market/tickers": present(ofAll(tickers)),
  "/v5/market/orderbook": present(ofOne(orderBook)),
  "/v5/market/risk-limit": present(ofAll(riskLimits)),
  "/v5/market/kline": history(ofOne(candles)),
  "/v5/market/mark-price-kline": history(ofOne(markCandles)),
  "/v5/market/open-interest": history(ofOne(openInterestHistory)),
  "/v5/market/account-ratio": history(ofOne(accountRatioHistory)),
  "/v5/market/funding/history": history(ofOne(fundingHistory)),
  "/v5/market/recent-trade": history(ofOne(recentTrades)),
};

/** Bybit's v5 market data. */
export const REST: RestWire = {
  route: ({ path }) => (Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined),
  refusals: REFUSALS,
};
