import type { Listing } from "#simulator/wire/listing.ts";
import type { RestRequest, RestRoute, RestWire } from "#simulator/wire/venue.ts";
import type { LiquidationArchive } from "./liquidation-archive.ts";
import { listingOf, listingOfSymbol, listingsOf } from "./query.ts";
import { REFUSALS } from "./refusal.ts";
import { accountRatioHistory, candles, fills, fundingHistory, historyCandles, oldFills } from "./rest-history.ts";
import { currentFunding, instrumentInfo, openInterest, orderBook, positionTiers, tickerRow } from "./rest-present.ts";

type Read = (request: RestRequest) => unknown;

interface Path {
  /** Requests a second. */
  readonly perSecond: number;
  readonly history?: boolean;
  readonly read: Read;
}

const ofOne =
  (read: (listing: Listing, query: URLSearchParams, now: number) => unknown): Read =>
  ({ listings, query, now }) =>
    read(listingOf(listings, query), query, now);

const pathsOf = (archive: LiquidationArchive): Readonly<Record<string, Path>> => ({
  "/api/v3/market/instruments": { perSecond: 20, read: ({ listings, query }) => listingsOf(listings, query).map(instrumentInfo) },
  "/api/v3/market/tickers": { perSecond: 20, read: ({ listings, query, now }) => listingsOf(listings, query).map((listing) => tickerRow(listing, now)) },
  "/api/v3/market/open-interest": { perSecond: 20, read: ({ listings, query, now }) => openInterest(listingsOf(listings, query), now) },
  "/api/v3/market/orderbook": { perSecond: 20, read: ofOne(orderBook) },
  "/api/v3/market/position-tier": { perSecond: 20, read: ofOne(positionTiers) },
  "/api/v3/market/current-fund-rate": { perSecond: 20, read: ({ listings, query }) => currentFunding(listingOfSymbol(listings, query)) },
  "/api/v3/market/history-fund-rate": { perSecond: 20, history: true, read: ofOne(fundingHistory) },
  "/api/v3/market/candles": { perSecond: 20, history: true, read: ofOne(candles) },
  "/api/v3/market/history-candles": { perSecond: 20, history: true, read: ofOne(historyCandles) },
  "/api/v3/market/fills": { perSecond: 20, history: true, read: ofOne(fills) },
  "/api/v3/market/liquidations": { perSecond: 5, read: ofOne((listing, query, now) => archive.page(listing, query, now)) },
  "/api/v2/mix/market/account-long-short": {
    perSecond: 1,
    history: true,
    read: ({ listings, query }) => accountRatioHistory(listingOfSymbol(listings, query), query),
  },
  "/api/v2/mix/market/fills-history": {
    perSecond: 10,
    history: true,
    read: ({ listings, query }) => oldFills(listingOfSymbol(listings, query), query),
  },
  "/api/v2/public/time": { perSecond: 20, read: ({ now }) => ({ serverTime: String(now) }) },
});

/** Of all paths together. Source: bitget.com/api-doc/common/intro. */
const ALL = { bucket: "all", most: 6_000, windowMs: 60_000 };

/** Bitget's market data of the unified account (v3), and the ratio and old trades of v2. */
export function createRest(archive: LiquidationArchive): RestWire {
  const paths = pathsOf(archive);
  return {
    route(request): RestRoute | undefined {
      if (!Object.hasOwn(paths, request.path)) return undefined;
      const { perSecond, history = false, read } = paths[request.path];
      return {
        history,
        costs: () => [ALL, { bucket: request.path, most: perSecond, windowMs: 1_000 }],
        reply: (asked) => ({ code: "00000", msg: "success", requestTime: asked.now, data: read(asked) }),
      };
    },
    refusals: REFUSALS,
  };
}
