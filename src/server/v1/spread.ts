import { z } from "zod";
import type { Past } from "#pipeline/past/past-desk.ts";
import { spreadReplySchema } from "#wire/messages.ts";
import { provenanceOf } from "#server/as-of.ts";
import { spreadMessage } from "#server/book-bands.ts";
import { findBook, findMarket, marketParams } from "#server/find-market.ts";
import { instantSchema, noMapThen, pastOf } from "#server/instant.ts";
import type { RouteScope } from "#server/route-scope.ts";
import type { RouteOptions } from "#server/server-options.ts";

/** As far as the map reaches. */
const REACH = 0.65;

type MarketParams = z.infer<z.ZodObject<typeof marketParams>>;

/** GET /v1/markets/:exchange/:symbol/spread: what the map now or then may be wrong by, for whoever bands cells of their own. */
export function spreadRoutes(app: RouteScope, options: RouteOptions): void {
  const { hub } = options;
  app.get(
    "/v1/markets/:exchange/:symbol/spread",
    {
      schema: {
        tags: ["v1"],
        summary: "What the p10-p90 band of any stretch of the map follows from",
        params: z.object(marketParams),
        querystring: z.object({ at: instantSchema }),
        response: { 200: spreadReplySchema },
      },
    },
    async ({ params, query }, reply) => {
      void reply.header("cache-control", "no-cache");
      const past = pastOf(options, query.at);
      if (past) return spreadThen(past, params);
      const { market, book } = findBook(hub, params);
      return {
        ...provenanceOf(hub, book.snapshot.time),
        market: market.id,
        layer: book.layer,
        mark: book.snapshot.mark,
        spread: spreadMessage({ ...book.spread(), mark: book.snapshot.mark }, REACH),
      };
    },
  );
}

/** Throws `not-found` where there was no market yet. */
async function spreadThen(past: Past, params: MarketParams) {
  const market = findMarket(past.hub, params);
  const [{ mark }, spread] = await Promise.all([past.view(market), past.spread(market)]);
  if (mark === null) throw noMapThen(market, past.hub.now());
  const known = spread ? spreadMessage(spread, REACH) : null;
  return { ...provenanceOf(past.hub, past.hub.now()), market: market.id, layer: "modelled" as const, mark: spread?.mark ?? mark, spread: known };
}
