import { z } from "zod";
import { levelsReplySchema } from "#wire/messages.ts";
import { provenanceOf } from "./as-of.ts";
import { findBook, marketParams } from "./find-market.ts";
import { bandsOfBook, spreadOfBook } from "./book-bands.ts";
import { gridOfBook, levelsOfGrid } from "./levels-grid.ts";
import type { RouteScope } from "./route-scope.ts";
import type { ServerOptions } from "./server-options.ts";

export const levelsQuerySchema = z.object({
  rowsPerCell: z.coerce
    .number("a whole number")
    .int("a whole number")
    .min(1, "at least 1")
    .max(100, "at most 100")
    .default(5)
    .describe("Rows of 2 bp summed to one level"),
  reach: z.coerce.number("a fraction").gt(0, "above 0").max(0.6, "at most 0.6").default(0.2).describe("Within +- this fraction of the mark"),
});

/** GET /v1/markets/:exchange/:symbol/levels: the book now, in USD. */
export function levelRoutes(app: RouteScope, { hub }: ServerOptions): void {
  app.get(
    "/v1/markets/:exchange/:symbol/levels",
    {
      schema: {
        tags: ["v1"],
        summary: "Estimated liquidation levels now (modelled layer)",
        params: z.object(marketParams),
        querystring: levelsQuerySchema,
        response: { 200: levelsReplySchema },
      },
    },
    async ({ params, query }, reply) => {
      const { market, book, model } = findBook(hub, params);
      const { time, mark, openInterestUsd, explainedShare } = book.snapshot;
      void reply.header("cache-control", "no-cache");
      return {
        ...provenanceOf(hub, time),
        market: market.id,
        layer: book.layer,
        model,
        time,
        mark,
        openInterestUsd,
        explainedShare,
        rowsPerCell: query.rowsPerCell,
        levels: levelsOfGrid(gridOfBook(book, query), query.reach),
        bands: bandsOfBook(book, query.reach),
        spread: spreadOfBook(book, query.reach),
      };
    },
  );
}
