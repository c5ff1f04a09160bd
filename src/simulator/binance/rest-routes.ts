import type { Listing } from "#simulator/wire/listing.ts";
import { Refusal } from "#simulator/wire/refusal.ts";
import type { RestCost, RestRequest, RestRoute, RestWire } from "#simulator/wire/venue.ts";
import { listingOf } from "./query.ts";
import { refusalOf, tooMany, unknownPath } from "./refusal.ts";
import { aggregateTrades, fundingRates, klines, markPriceKlines, openInterestHistory, accountRatioHistory } from "./rest-history.ts";
import { brackets, depth, exchangeInfo, fundingInfo, openInterest, premiumIndex } from "./rest-present.ts";

const WEIGHT_A_MINUTE = 2_400;
const WEIGHT_BUCKET = "weight";

/** Request weight; a function where it depends on the limit asked for. */
type Weight = number | ((query: URLSearchParams) => number);

const weighing =
  (weight: Weight): RestRoute["costs"] =>
  ({ query }) => [{ bucket: WEIGHT_BUCKET, most: WEIGHT_A_MINUTE, windowMs: 60_000, weight: typeof weight === "number" ? weight : weight(query) }];

/** Funding shares 500 requests in 5 minutes, `/futures/data` 1,000. */
const counting = (bucket: string, most: number) => (): RestCost[] => [{ bucket, most, windowMs: 300_000 }];

const oneSymbol =
  (read: (listing: Listing, query: URLSearchParams) => unknown) =>
  ({ listings, query }: RestRequest): unknown =>
    read(listingOf(listings, query), query);

/** Every path that is served. Weights: developers.binance.com, USD-M market data. */
const ROUTES: Readonly<Record<string, RestRoute>> = {
  "/fapi/v1/ping": { costs: weighing(1), reply: () => ({}) },
  "/fapi/v1/time": { costs: weighing(1), reply: ({ now }) => ({ serverTime: now }) },
  "/fapi/v1/exchangeInfo": { costs: weighing(1), reply: ({ listings, now }) => exchangeInfo(listings, now) },
  "/fapi/v1/klines": { costs: weighing(weightOfBars), history: true, reply: oneSymbol(klines) },
  "/fapi/v1/markPriceKlines": { costs: weighing(weightOfBars), history: true, reply: oneSymbol(markPriceKlines) },
  "/fapi/v1/aggTrades": { costs: weighing(20), history: true, reply: oneSymbol(aggregateTrades) },
  "/fapi/v1/depth": { costs: weighing(weightOfDepth), reply: oneSymbol(depth) },
  "/fapi/v1/premiumIndex": {
    costs: weighing((query) => (query.has("symbol") ? 1 : 10)),
    reply: ({ listings, query }) => (query.has("symbol") ? premiumIndex(listingOf(listings, query)) : listings.map(premiumIndex)),
  },
  "/fapi/v1/openInterest": { costs: weighing(1), reply: oneSymbol(openInterest) },
  "/fapi/v1/fundingRate": { costs: counting("funding", 500), history: true, reply: oneSymbol(fundingRates) },
  "/fapi/v1/fundingInfo": { costs: counting("funding", 500), reply: ({ listings }) => fundingInfo(listings) },
  "/futures/data/openInterestHist": { costs: counting("data", 1_000), history: true, reply: oneSymbol(openInterestHistory) },
  "/futures/data/globalLongShortAccountRatio": { costs: counting("data", 1_000), history: true, reply: oneSymbol(accountRatioHistory) },
  "/bapi/futures/v1/friendly/future/common/brackets": { costs: () => [], reply: ({ listings }) => brackets(listings) },
};

/** Answers in Binance's shapes, with its request weights: beyond 2,400 a minute it answers 429. */
export const REST: RestWire = {
  route: ({ path }) => (Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined),
  refusals: {
    unknownPath: ({ path }) => unknownPath(path),
    tooMany: (waitMs) => withRetryAfter(tooMany(WEIGHT_A_MINUTE), waitMs),
    fault: refusalOf,
  },
  headers: (spent) => ({ "x-mbx-used-weight-1m": String(spent(WEIGHT_BUCKET)) }),
};

const withRetryAfter = ({ status, body }: Refusal, waitMs: number): Refusal => new Refusal(status, body, { "retry-after": String(Math.ceil(waitMs / 1_000)) });

function weightOfBars(query: URLSearchParams): number {
  const limit = Number(query.get("limit") ?? 500);
  return limit < 100 ? 1 : limit < 500 ? 2 : limit <= 1_000 ? 5 : 10;
}

function weightOfDepth(query: URLSearchParams): number {
  const limit = Number(query.get("limit") ?? 500);
  return limit <= 50 ? 2 : limit <= 100 ? 5 : limit <= 500 ? 10 : 20;
}
