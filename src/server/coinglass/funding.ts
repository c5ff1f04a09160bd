import { z } from "zod";
import { HOUR_MS } from "#core/units.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import type { RouteScope } from "#server/route-scope.ts";
import type { ServerOptions } from "#server/server-options.ts";
import { coinsOf, marketOfPair, singleMarkets } from "./find-pair.ts";
import { fundingBars } from "./funding-series.ts";
import { answer, exchangeField, pairField, seriesFields, spanOf, text } from "./request-fields.ts";

const tags = ["coinglass"];
const PERCENT = 100;

/** Funding rates, in per cent per interval: of every exchange now, and of a pair over time. */
export function fundingRoutes(app: RouteScope, { hub }: ServerOptions): void {
  app.get(
    "/api/futures/funding-rate/exchange-list",
    { schema: { tags, summary: "Funding of every coin per exchange", querystring: z.object({}) } },
    async () => {
      const markets = singleMarkets(hub).filter(({ expiry }) => expiry === null);
      return answer(
        coinsOf(markets).map((coin) => ({
          symbol: coin,
          stablecoin_margin_list: rows(markets, { coin, contract: "linear" }),
          token_margin_list: rows(markets, { coin, contract: "inverse" }),
        })),
      );
    },
  );
  app.get(
    "/api/futures/funding-rate/history",
    {
      schema: {
        tags,
        summary: "Funding of a pair per bar: the rate last settled, in the forming bar the expected one",
        querystring: z.object({ exchange: exchangeField, symbol: pairField, ...seriesFields }),
      },
    },
    async ({ query }) => {
      const bars = await fundingBars(hub, marketOfPair(hub, query), spanOf(query, hub.now()));
      return answer(
        bars.map(({ time, open, high, low, close }) => ({
          time,
          open: percent(open),
          high: percent(high),
          low: percent(low),
          close: percent(close),
        })),
      );
    },
  );
}

function rows(markets: readonly MarketView[], { coin, contract }: Pick<MarketView, "coin" | "contract">) {
  return markets.flatMap((market) => {
    if (market.coin !== coin || market.contract !== contract || market.funding === null) return [];
    return {
      exchange: market.exchangeLabel,
      ...(market.funding.intervalMs !== null && { funding_rate_interval: market.funding.intervalMs / HOUR_MS }),
      funding_rate: Number((market.funding.rate * PERCENT).toFixed(6)),
      next_funding_time: market.funding.nextTime,
    };
  });
}

const percent = (rate: number): string => text(rate * PERCENT, 6);
