import { z } from "zod";
import { AppError } from "#core/app-error.ts";
import { weightsReplySchema } from "#wire/weights.ts";
import { provenanceOf } from "#server/as-of.ts";
import { findMarket, marketParams } from "#server/find-market.ts";
import type { RouteScope } from "#server/route-scope.ts";
import type { ServerOptions } from "#server/server-options.ts";

/** GET /v1/markets/:exchange/:symbol/weights: the model's ladder now. The reply can be given back to `--weights`. */
export function weightRoutes(app: RouteScope, { hub }: ServerOptions): void {
  app.get(
    "/v1/markets/:exchange/:symbol/weights",
    {
      schema: {
        tags: ["v1"],
        summary: "The model's ladder: what it believed, what it has learned, and from how much",
        params: z.object(marketParams),
        response: { 200: weightsReplySchema },
      },
    },
    async ({ params }, reply) => {
      const market = findMarket(hub, params);
      if (market.members)
        throw new AppError("bad-input", `${market.id} adds up ${market.members.map((member) => member.market).join(", ")}: each has its own ladder`);
      const weights = hub.weights(market.id);
      if (weights === undefined) throw new AppError("unavailable", `${market.id} has no map yet: its history is ${market.backfill.state}`);
      void reply.header("cache-control", "no-cache");
      const { long, short, ...rest } = weights;
      const copyOf = ({ rungs, never }: typeof long) => ({ rungs: rungs.map((rung) => ({ ...rung })), never });
      return { ...provenanceOf(hub, weights.time), market: market.id, layer: "modelled" as const, ...rest, long: copyOf(long), short: copyOf(short) };
    },
  );
}
