import { z } from "zod";
import { AppError } from "#core/app-error.ts";
import { asMs } from "#core/units.ts";
import { seriesReplySchema } from "#wire/messages.ts";
import { provenanceOf } from "#server/as-of.ts";
import { INTERVALS, INTERVALS_MS } from "#server/bar-intervals.ts";
import { findMarket, marketParams } from "#server/find-market.ts";
import { instantSchema, pastOf } from "#server/instant.ts";
import { marketSeries } from "#server/market-series.ts";
import type { RouteScope } from "#server/route-scope.ts";
import type { RouteOptions } from "#server/server-options.ts";

const DEFAULT_BARS = 500;
const MAX_BARS = 5_000;

const epochMs = z.coerce.number("epoch ms").int("epoch ms").nonnegative("epoch ms").optional();
const querySchema = z.object({
  interval: z.enum(INTERVALS, { error: `one of ${INTERVALS.join(", ")}` }).default("5m"),
  from: epochMs.describe("Epoch ms, any instant of the first bar; default 500 bars before `to`"),
  to: epochMs.describe("Epoch ms, any instant of the last bar; default now"),
  at: instantSchema,
});

/** GET /v1/markets/:exchange/:symbol/series: open interest, funding, volume, taker flow, ratios and printed liquidations, bar by bar. */
export function seriesRoutes(app: RouteScope, options: RouteOptions): void {
  app.get(
    "/v1/markets/:exchange/:symbol/series",
    {
      schema: {
        tags: ["v1"],
        summary: "What happened beside the price, per bar",
        params: z.object(marketParams),
        querystring: querySchema,
        response: { 200: seriesReplySchema },
      },
    },
    async ({ params, query }, reply) => {
      const past = pastOf(options, query.at)?.hub;
      const hub = past ?? options.hub;
      const market = findMarket(hub, params);
      const intervalMs = asMs(Math.max(INTERVALS_MS[query.interval], market.stepMs));
      // A bar that begins at the instant itself holds nothing yet.
      const newest = past ? past.now() - 1 : hub.now();
      const to = Math.floor(Math.min(query.to ?? newest, past ? newest : Infinity) / intervalMs) + 1;
      const from = query.from === undefined ? Math.max(0, to - DEFAULT_BARS) : Math.floor(query.from / intervalMs);
      if (from >= to) throw new AppError("bad-input", `from: ${query.from} is after to: ${query.to}`);
      if (to - from > MAX_BARS) throw new AppError("bad-input", `from, to: ${to - from} bars asked for, at most ${MAX_BARS} are given at once`);
      const series = await marketSeries(hub, market, { intervalMs, from: asMs(from * intervalMs), count: to - from });
      void reply.header("cache-control", "no-cache");
      return { ...provenanceOf(hub, market.lastTime ?? 0), market: market.id, intervalMs, from: from * intervalMs, ...series };
    },
  );
}
