import { z } from "zod";
import type { Hub } from "#pipeline/hub.ts";
import { type PreparingMessage, marketsReplySchema } from "#wire/messages.ts";
import { newestBookTime, provenanceOf } from "#server/as-of.ts";
import { instantSchema, pastOf } from "#server/instant.ts";
import type { RouteScope } from "#server/route-scope.ts";
import type { RouteOptions } from "#server/server-options.ts";

/** GET /v1/markets: what there is to look at, and how far each is loaded. */
export function marketRoutes(app: RouteScope, options: RouteOptions): void {
  const { hub } = options;
  app.get(
    "/v1/markets",
    {
      schema: {
        tags: ["v1"],
        summary: "Markets and their state",
        description:
          "With `at`: as they were then, as far as that is kept. Funding is then the rate of the last settlement; what the estimate said of itself is null.",
        querystring: z.object({ at: instantSchema }),
        response: { 200: marketsReplySchema },
      },
    },
    async ({ query }, reply) => {
      void reply.header("cache-control", "no-cache");
      const past = pastOf(options, query.at);
      if (past === undefined) return { ...provenanceOf(hub, newestBookTime(hub)), markets: [...hub.markets()], preparing: preparingOf(hub) };
      const markets = await Promise.all(past.hub.markets().map((market) => past.view(market)));
      return { ...provenanceOf(past.hub, past.hub.now()), markets, preparing: null };
    },
  );
}

function preparingOf(hub: Hub): PreparingMessage | null {
  const preparing = hub.preparing();
  return preparing ? { sentence: preparing.sentence, progress: preparing.progress ?? null } : null;
}
