import { z } from "zod";
import { AppError } from "#core/app-error.ts";
import { measuredCells } from "#pipeline/measured/measured-cells.ts";
import { measuredLevelsReplySchema } from "#wire/messages.ts";
import { provenanceOf } from "#server/as-of.ts";
import { findMarket, marketParams } from "#server/find-market.ts";
import type { RouteScope } from "#server/route-scope.ts";
import type { ServerOptions } from "#server/server-options.ts";
import { levelsQuerySchema } from "./levels.ts";

/** GET /v1/markets/:exchange/:symbol/levels/measured: where the accounts that the exchange publishes are liquidated, as far as they have been looked at. */
export function measuredRoutes(app: RouteScope, { hub }: ServerOptions): void {
  app.get(
    "/v1/markets/:exchange/:symbol/levels/measured",
    {
      schema: {
        tags: ["v1"],
        summary: "Measured liquidation levels now: positions of accounts that were looked at, nothing estimated",
        params: z.object(marketParams),
        querystring: levelsQuerySchema,
        response: { 200: measuredLevelsReplySchema },
      },
    },
    async ({ params, query }, reply) => {
      const market = findMarket(hub, params);
      const book = hub.measured(market.id);
      if (book === undefined) throw new AppError("not-found", `${market.id} has no measured levels: ${whyNot(market.layers.includes("measured"))}`);
      const { snapshot, oldest, accounts, long, short } = book;
      const { time, mark, openInterestUsd } = snapshot;
      void reply.header("cache-control", "no-cache");
      return {
        ...provenanceOf(hub, time),
        market: market.id,
        layer: book.layer,
        time,
        mark,
        openInterestUsd,
        oldest,
        accounts,
        long,
        short,
        rowsPerCell: query.rowsPerCell,
        levels: [...measuredCells(market, book, query)],
      };
    },
  );
}

const whyNot = (wasMeasured: boolean): string =>
  wasMeasured ? "no account has been looked at since the start" : "the positions of its accounts are not public here";
