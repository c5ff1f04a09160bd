import { z } from "zod";
import { AppError } from "#core/app-error.ts";
import { POSITION_SIDES } from "#core/position-side.ts";
import { REALISED } from "#core/realised.ts";
import { DAY_MS } from "#core/units.ts";
import { liquidationsReplySchema } from "#wire/liquidations.ts";
import { heardUntil, provenanceOf } from "#server/as-of.ts";
import { findMarket, marketParams } from "#server/find-market.ts";
import { instantSchema, pastOf } from "#server/instant.ts";
import { newestPrints } from "#server/newest-prints.ts";
import type { RouteScope } from "#server/route-scope.ts";
import type { RouteOptions } from "#server/server-options.ts";

const LOOK_BACK_MS = 7 * DAY_MS;
const MOST_PRINTS = 2_000;

const epochMs = z.coerce.number("epoch ms").int("epoch ms").nonnegative("epoch ms").optional();
const querySchema = z.object({
  limit: z.coerce.number("a whole number").int("a whole number").min(1, "at least 1").max(MOST_PRINTS, `at most ${MOST_PRINTS}`).default(200),
  minUsd: z.coerce.number("USD").nonnegative("USD").default(0).describe("Smaller prints are left out"),
  side: z.enum(POSITION_SIDES, { error: "long or short" }).optional().describe("Of the forced position; both by default"),
  from: epochMs.describe("Epoch ms of the oldest; default 7 days before `to`"),
  to: epochMs.describe("Epoch ms of the newest; default now"),
  at: instantSchema,
});

/** GET /v1/markets/:exchange/:symbol/liquidations: single printed liquidations; of a combined market those of its members, each at its own price. */
export function liquidationRoutes(app: RouteScope, options: RouteOptions): void {
  app.get(
    "/v1/markets/:exchange/:symbol/liquidations",
    {
      schema: {
        tags: ["v1"],
        summary: "Realised: printed liquidations one by one, newest first",
        params: z.object(marketParams),
        querystring: querySchema,
        response: { 200: liquidationsReplySchema },
      },
    },
    async ({ params, query }, reply) => {
      const hub = pastOf(options, query.at)?.hub ?? options.hub;
      const market = findMarket(hub, params);
      const to = Math.min(query.to ?? hub.now(), query.at === undefined ? Infinity : hub.now());
      const from = query.from ?? Math.max(0, to - LOOK_BACK_MS);
      if (from > to) throw new AppError("bad-input", `from: ${from} is after to: ${to}`);
      const printers = market.members ? market.members.flatMap((member) => hub.market(member.market) ?? []) : [market];
      const sides = query.side ? [query.side] : POSITION_SIDES;
      const found = await newestPrints(hub, printers, { from, to, limit: query.limit, leastUsd: query.minUsd, sides });
      void reply.header("cache-control", "no-cache");
      return {
        ...provenanceOf(hub, Math.min(to, heardUntil(hub, market))),
        market: market.id,
        layer: REALISED,
        feed: market.liquidationFeed,
        from: found.from,
        prints: [...found.prints],
      };
    },
  );
}
