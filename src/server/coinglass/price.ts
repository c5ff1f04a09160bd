import { z } from "zod";
import { notionalUsd } from "#core/instrument.ts";
import type { RouteScope } from "#server/route-scope.ts";
import type { ServerOptions } from "#server/server-options.ts";
import { marketOfPair } from "./find-pair.ts";
import { priceBars } from "./price-bars.ts";
import { answer, exchangeField, pairField, seriesFields, spanOf, text } from "./request-fields.ts";

/** Bars of traded price. */
export function priceRoutes(app: RouteScope, { hub }: ServerOptions): void {
  app.get(
    "/api/futures/price/history",
    {
      schema: {
        tags: ["coinglass"],
        summary: "Candles of a pair, the forming one last",
        querystring: z.object({ exchange: exchangeField, symbol: pairField, ...seriesFields }),
      },
    },
    async ({ query }) => {
      const { id, contract } = marketOfPair(hub, query);
      // One more than asked for: a bar in which nobody has traded yet is none.
      const bars = await priceBars(hub, id, spanOf({ ...query, limit: query.limit + 1 }, hub.now()));
      return answer(
        bars.slice(-query.limit).map(({ openTime, open, high, low, close, volume = 0 }) => ({
          time: openTime,
          open: String(open),
          high: String(high),
          low: String(low),
          close: String(close),
          volume_usd: text(notionalUsd(contract, volume, close)),
        })),
      );
    },
  );
}
