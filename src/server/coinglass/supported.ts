import { z } from "zod";
import { HOUR_MS } from "#core/units.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import type { RouteScope } from "#server/route-scope.ts";
import type { ServerOptions } from "#server/server-options.ts";
import { byExchange, coinsOf, marketsOfExchange, singleMarkets } from "./find-pair.ts";
import { answer } from "./request-fields.ts";

const tags = ["coinglass"];

/** What can be asked for here, and the account that asks. */
export function supportedRoutes(app: RouteScope, { hub }: ServerOptions): void {
  const empty = z.object({});
  app.get("/api/futures/supported-coins", { schema: { tags, summary: "Coins", querystring: empty } }, async () => answer(coinsOf(singleMarkets(hub))));
  app.get("/api/futures/supported-exchanges", { schema: { tags, summary: "Exchanges", querystring: empty } }, async () =>
    answer([...byExchange(singleMarkets(hub)).keys()]),
  );
  app.get(
    "/api/futures/supported-exchange-pairs",
    { schema: { tags, summary: "Pairs per exchange", querystring: z.object({ exchange: z.string().optional() }) } },
    async ({ query }) => {
      const markets = query.exchange ? marketsOfExchange(hub, query.exchange) : singleMarkets(hub);
      return answer(Object.fromEntries([...byExchange(markets)].map(([exchange, of]) => [exchange, of.map((market) => pairRow(hub, market))])));
    },
  );
  app.get("/api/user/account/subscription", { schema: { tags, summary: "The plan: everything, for good", querystring: empty } }, async () =>
    answer({ level: "PROFESSIONAL", expire_time: NEVER, expired: false }),
  );
}

/** The last instant that a date can hold: a client that counts down does not stumble. */
const NEVER = 8_640_000_000_000_000;

function pairRow(hub: Hub, { id, symbol, coin, tickSize, funding }: MarketView) {
  const listing = hub.instrument(id)?.listing;
  const maxLeverage = listing?.maxLeverage ?? hub.maxLeverage(id);
  const fundingIntervalMs = funding?.intervalMs ?? listing?.fundingIntervalMs;
  return {
    instrument_id: symbol,
    base_asset: coin,
    ...(listing && {
      quote_asset: listing.quote,
      settlement_currency: listing.settle,
    }),
    ...(maxLeverage !== undefined && { max_leverage: maxLeverage }),
    ...(fundingIntervalMs !== undefined && { funding_interval: fundingIntervalMs / HOUR_MS }),
    price_tick_size: tickSize,
  };
}
