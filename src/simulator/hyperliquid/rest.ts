import type { RestCost, RestRequest, RestRoute, RestWire } from "#simulator/wire/venue.ts";
import { clearinghouseState } from "./account-info.ts";
import { type ForcedArchive, userFills } from "./fills.ts";
import { type Asked, INTERVAL_MS, fieldsOf, kindOf, listingOf, spanOf, userOf } from "./info-request.ts";
import { assetContext, book, candles, fundingHistory, meta, mids, newestTrades, tradeOnTape } from "./market-info.ts";
import { REFUSALS, notARequest } from "./refusal.ts";

/** Of all information requests of an address together. Source: hyperliquid docs, "Rate limits and user limits". */
const WEIGHT_A_MINUTE = 1_200;
const LIGHT = 2;
const ORDINARY = 20;
const RECENT_TRADES = 100;

interface Info {
  readonly weight: number | ((asked: Asked, now: number) => number);
  readonly history?: boolean;
  readonly read: (request: RestRequest, asked: Asked) => unknown;
}

const requestsOf = (forced: ForcedArchive): Readonly<Record<string, Info>> => ({
  meta: { weight: ORDINARY, read: ({ listings }) => meta(listings) },
  metaAndAssetCtxs: { weight: ORDINARY, read: ({ listings }) => [meta(listings), listings.map(assetContext)] },
  allMids: { weight: LIGHT, read: ({ listings }) => mids(listings) },
  l2Book: { weight: LIGHT, read: ({ listings }, asked) => book(listingOf(listings, asked), asked) },
  clearinghouseState: { weight: LIGHT, read: ({ listings, now }, asked) => clearinghouseState(listings, userOf(asked), now) },
  candleSnapshot: {
    weight: weightOfCandles,
    history: true,
    read: ({ listings, now }, asked) => candles(listingOf(listings, fieldsOf(asked["req"])), fieldsOf(asked["req"]), now),
  },
  fundingHistory: { weight: ORDINARY + 25, history: true, read: ({ listings, now }, asked) => fundingHistory(listingOf(listings, asked), asked, now) },
  recentTrades: {
    weight: ORDINARY + RECENT_TRADES / 20,
    history: true,
    read({ listings }, asked) {
      const listing = listingOf(listings, asked);
      return newestTrades(listing, RECENT_TRADES).map((trade) => tradeOnTape(listing, trade));
    },
  },
  userFillsByTime: {
    weight: ORDINARY,
    history: true,
    read: ({ listings, now }, asked) =>
      listings.flatMap((listing) => userFills(listing, userOf(asked), { span: spanOf(asked, now), forced })).sort((a, b) => a.time - b.time),
  },
});

/** Every 60 candles weigh one more. */
function weightOfCandles(asked: Asked, now: number): number {
  const { startTime, endTime = now, interval } = fieldsOf(asked["req"]);
  const intervalMs = typeof interval === "string" && Object.hasOwn(INTERVAL_MS, interval) ? INTERVAL_MS[interval] : undefined;
  if (intervalMs === undefined || typeof startTime !== "number" || typeof endTime !== "number") return ORDINARY;
  return ORDINARY + Math.ceil(Math.min(5_000, Math.max(0, endTime - startTime) / intervalMs) / 60);
}

/** Hyperliquid's one path, `POST /info`. */
export function createRest(forced: ForcedArchive): RestWire {
  const requests = requestsOf(forced);
  return {
    route(request): RestRoute | undefined {
      if (request.path !== "/info" || request.method !== "POST") return undefined;
      const kind = kindOf(request);
      const info = Object.hasOwn(requests, kind) ? requests[kind] : undefined;
      const asked = fieldsOf(request.body);
      return {
        history: info?.history ?? false,
        costs: () => [costOf(info, asked, request.now)],
        reply(ready) {
          if (info === undefined) throw notARequest();
          return info.read(ready, asked);
        },
      };
    },
    refusals: REFUSALS,
  };
}

const costOf = (info: Info | undefined, asked: Asked, now: number): RestCost => ({
  bucket: "weight",
  most: WEIGHT_A_MINUTE,
  windowMs: 60_000,
  weight: info === undefined ? ORDINARY : typeof info.weight === "number" ? info.weight : info.weight(asked, now),
});
