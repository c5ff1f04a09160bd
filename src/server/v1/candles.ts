import { z } from "zod";
import type { CandleEvent } from "#core/events.ts";
import { AppError } from "#core/app-error.ts";
import { asMs } from "#core/units.ts";
import { candlesReplySchema, type CandleRow } from "#wire/messages.ts";
import { heardUntil, provenanceOf } from "#server/as-of.ts";
import { INTERVALS, INTERVALS_MS } from "#server/bar-intervals.ts";
import { findMarket, marketParams } from "#server/find-market.ts";
import { instantSchema, pastOf } from "#server/instant.ts";
import type { RouteScope } from "#server/route-scope.ts";
import type { RouteOptions } from "#server/server-options.ts";

const DEFAULT_BARS = 500;
const MAX_BARS = 10_000;

const querySchema = z.object({
  interval: z.enum(INTERVALS, { error: `one of ${INTERVALS.join(", ")}` }).default("5m"),
  from: z.coerce.number("epoch ms").int("epoch ms").nonnegative().optional().describe("Epoch ms, inclusive; default 500 bars before `to`"),
  to: z.coerce.number("epoch ms").int("epoch ms").nonnegative().optional().describe("Epoch ms, exclusive; default now"),
  at: instantSchema,
});

/** GET /v1/markets/:exchange/:symbol/candles: closed bars of traded price; with `at`, the one that was forming then as far as it had come. */
export function candleRoutes(app: RouteScope, options: RouteOptions): void {
  app.get(
    "/v1/markets/:exchange/:symbol/candles",
    {
      schema: {
        tags: ["v1"],
        summary: "Candles of traded price",
        params: z.object(marketParams),
        querystring: querySchema,
        response: { 200: candlesReplySchema },
      },
    },
    async ({ params, query }, reply) => {
      const hub = pastOf(options, query.at)?.hub ?? options.hub;
      const market = findMarket(hub, params);
      const intervalMs = Math.max(INTERVALS_MS[query.interval], market.stepMs);
      const to = query.to ?? hub.now();
      const from = query.from ?? Math.max(0, to - DEFAULT_BARS * intervalMs);
      if (from > to) throw new AppError("bad-input", `from: ${from} is after to: ${to}`);
      const bars = Math.ceil((to - from) / intervalMs);
      if (bars > MAX_BARS) throw new AppError("bad-input", `from, to: ${bars} bars of ${query.interval} asked for, at most ${MAX_BARS} are given at once`);
      const candles = await hub.candles(market.id, asMs(intervalMs), { from: asMs(from), to: asMs(to) });
      const last = candles.at(-1);
      void reply.header("cache-control", "no-cache");
      return {
        ...provenanceOf(hub, Math.min(last ? last.openTime + last.intervalMs : (market.lastTime ?? 0), heardUntil(hub, market))),
        market: market.id,
        intervalMs,
        candles: candles.map(candleRow),
      };
    },
  );
}

export const candleRow = ({ openTime, open, high, low, close, volume }: CandleEvent): CandleRow => [
  openTime,
  open,
  high,
  low,
  close,
  volume === undefined ? null : withoutNoise(volume),
];

/** A sum of decimals without the digits that adding them up in binary leaves behind: 498.3539999999999 is 498.354. */
const withoutNoise = (sum: number): number => Number(sum.toPrecision(12));
