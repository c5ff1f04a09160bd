import { z } from "zod";
import { orderBookReplySchema } from "#wire/order-book.ts";
import { provenanceOf } from "#server/as-of.ts";
import { findMarket, marketParams } from "#server/find-market.ts";
import { createOrderBooks } from "#server/order-books.ts";
import type { RouteScope } from "#server/route-scope.ts";
import type { ServerOptions } from "#server/server-options.ts";

const querySchema = z.object({
  rowsPerCell: z.coerce
    .number("a whole number")
    .int("a whole number")
    .min(1, "at least 1")
    .max(100, "at most 100")
    .default(1)
    .describe("2-bps price rows per cell"),
});

/** GET /v1/markets/:exchange/:symbol/book: the order book now; of a combined market those of its members, each moved by its basis. */
export function orderBookRoutes(app: RouteScope, { hub }: ServerOptions): void {
  const books = createOrderBooks(hub);
  app.get(
    "/v1/markets/:exchange/:symbol/book",
    {
      schema: {
        tags: ["v1"],
        summary: "Order book now: depth by price row and venue, walls, refills, flickering orders, large trades",
        params: z.object(marketParams),
        querystring: querySchema,
        response: { 200: orderBookReplySchema },
      },
    },
    async ({ params, query }, reply) => {
      void reply.header("cache-control", "no-cache");
      const book = books.of(findMarket(hub, params), query.rowsPerCell);
      return { ...provenanceOf(hub, book.time || hub.now()), layer: "measured" as const, ...book };
    },
  );
}
