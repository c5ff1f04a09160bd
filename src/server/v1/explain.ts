import { z } from "zod";
import { AppError } from "#core/app-error.ts";
import { sideIndex } from "#core/position-side.ts";
import { rowOf } from "#core/price-rows.ts";
import { TIERS } from "#core/tier.ts";
import { explainReplySchema } from "#wire/messages.ts";
import { provenanceOf } from "#server/as-of.ts";
import { findMarket, marketParams } from "#server/find-market.ts";
import type { RouteScope } from "#server/route-scope.ts";
import type { ServerOptions } from "#server/server-options.ts";

const querySchema = z.object({
  time: z.coerce.number("epoch ms").min(0, "epoch ms").describe("Epoch ms; the cell is that of the last step that ends by then"),
  price: z.coerce.number("a price").gt(0, "above 0").describe("A price in the cell"),
  side: z.enum(["long", "short"]),
  tier: z.enum(TIERS).optional().describe("Only one tier of effective leverage"),
  rowsPerCell: z.coerce
    .number("a whole number")
    .int("a whole number")
    .min(1, "at least 1")
    .max(100, "at most 100")
    .default(5)
    .describe("Rows of 2 bp in the cell"),
});

/** GET /v1/markets/:exchange/:symbol/explain: which entries put a cell's dollars there, replayed from the record. Takes seconds where the record is long. */
export function explainRoutes(app: RouteScope, { hub }: ServerOptions): void {
  app.get(
    "/v1/markets/:exchange/:symbol/explain",
    {
      schema: {
        tags: ["v1"],
        summary: "Why the modelled map shows what it shows in one cell",
        params: z.object(marketParams),
        querystring: querySchema,
        response: { 200: explainReplySchema },
      },
    },
    async ({ params, query }, reply) => {
      const { id, lastTime } = findMarket(hub, params);
      const model = hub.model(id);
      if (model === undefined) throw new AppError("unavailable", `${id} has no map yet`);
      const { rowsPerCell: rowCount, side, tier } = query;
      const firstRow = Math.floor(rowOf(query.price) / rowCount) * rowCount;
      const left = new AbortController();
      reply.raw.once("close", () => left.abort(new AppError("unavailable", "nobody waits for the answer any more")));
      const asked = { side: sideIndex(side), firstRow, rowCount, tier: tier && TIERS.indexOf(tier) };
      const explanation = await hub.explain(id, asked, { time: query.time, signal: left.signal });
      void reply.header("cache-control", "no-cache");
      return { ...provenanceOf(hub, lastTime ?? explanation.time), market: id, layer: "modelled" as const, model, ...explanation };
    },
  );
}
