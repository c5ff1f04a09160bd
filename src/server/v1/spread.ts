import { z } from "zod";
import { spreadReplySchema } from "#wire/messages.ts";
import { provenanceOf } from "#server/as-of.ts";
import { spreadOfBook } from "#server/book-bands.ts";
import { findBook, marketParams } from "#server/find-market.ts";
import type { RouteScope } from "#server/route-scope.ts";
import type { ServerOptions } from "#server/server-options.ts";

/** As far as the map reaches. */
const REACH = 0.65;

/** GET /v1/markets/:exchange/:symbol/spread: what the map now may be wrong by, for whoever bands cells of their own. */
export function spreadRoutes(app: RouteScope, { hub }: ServerOptions): void {
  app.get(
    "/v1/markets/:exchange/:symbol/spread",
    {
      schema: {
        tags: ["v1"],
        summary: "What the p10-p90 band of any stretch of the map follows from",
        params: z.object(marketParams),
        response: { 200: spreadReplySchema },
      },
    },
    async ({ params }, reply) => {
      const { market, book } = findBook(hub, params);
      void reply.header("cache-control", "no-cache");
      return { ...provenanceOf(hub, book.snapshot.time), market: market.id, layer: book.layer, mark: book.snapshot.mark, spread: spreadOfBook(book, REACH) };
    },
  );
}
