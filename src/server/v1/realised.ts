import { z } from "zod";
import { AppError } from "#core/app-error.ts";
import { HEAT_LEVELS, columnEnd, columnIndexOf, columnStart, type HeatLevel } from "#core/heat-levels.ts";
import { REALISED, type RealisedCell, realisedUsd } from "#core/realised.ts";
import { realisedReplySchema } from "#wire/messages.ts";
import { heardUntil, provenanceOf } from "#server/as-of.ts";
import { findMarket, marketParams } from "#server/find-market.ts";
import { instantSchema, pastOf } from "#server/instant.ts";
import { realisedRows } from "#server/realised-rows.ts";
import type { RouteScope } from "#server/route-scope.ts";
import type { RouteOptions } from "#server/server-options.ts";

const DEFAULT_COLUMNS = 288;
const MAX_COLUMNS = 10_000;
const MAX_CELLS = 20_000;

const wholeNumber = z.coerce.number("a whole number").int("a whole number");
const querySchema = z.object({
  level: wholeNumber
    .min(0, `0 to ${HEAT_LEVELS.length - 1}`)
    .max(HEAT_LEVELS.length - 1, `0 to ${HEAT_LEVELS.length - 1}`)
    .default(1)
    .describe("Level of detail, as of tiles: how long a column is"),
  rowsPerCell: wholeNumber.min(1, "at least 1").max(100, "at most 100").optional().describe("Rows of 2 bp summed to one cell; as the level's tiles by default"),
  from: wholeNumber.nonnegative("epoch ms").optional().describe("Epoch ms, any instant of the first column; default 288 columns before `to`"),
  to: wholeNumber.nonnegative("epoch ms").optional().describe("Epoch ms, any instant of the last column; default now"),
  limit: wholeNumber.min(1, "at least 1").max(MAX_CELLS, `at most ${MAX_CELLS}`).default(5_000).describe("Cells given at most: the largest"),
  at: instantSchema,
});

/** GET /v1/markets/:exchange/:symbol/realised: printed liquidations summed to cells of time and price. A flow, apart from every map of what stands. */
export function realisedRoutes(app: RouteScope, options: RouteOptions): void {
  app.get(
    "/v1/markets/:exchange/:symbol/realised",
    {
      schema: {
        tags: ["v1"],
        summary: "Realised: printed liquidations per column and price cell",
        params: z.object(marketParams),
        querystring: querySchema,
        response: { 200: realisedReplySchema },
      },
    },
    async ({ params, query }, reply) => {
      const hub = pastOf(options, query.at)?.hub ?? options.hub;
      const market = findMarket(hub, params);
      const detail = HEAT_LEVELS[query.level];
      const rowsPerCell = query.rowsPerCell ?? detail.rowsPerCell;
      const range = columnsOf(detail, { ...query, to: query.to ?? hub.now() });
      const all = await hub.realised(market.id, { columnMs: detail.columnMs, rowsPerCell }, range);
      const cells = largest(all, query.limit);
      void reply.header("cache-control", "no-cache");
      return {
        ...provenanceOf(hub, Math.min(range.to, heardUntil(hub, market))),
        market: market.id,
        layer: REALISED,
        feed: market.liquidationFeed,
        level: query.level,
        columnMs: detail.columnMs,
        rowsPerCell,
        ...range,
        totals: totalsOf(all),
        omitted: all.length - cells.length,
        cells: realisedRows(cells, { level: query.level, rowsPerCell }),
      };
    },
  );
}

/** The whole columns from that of one instant to that of another. */
function columnsOf(detail: HeatLevel, { from, to }: { from?: number | undefined; to: number }) {
  if (from !== undefined && from > to) throw new AppError("bad-input", `from: ${from} is after to: ${to}`);
  const last = columnIndexOf(detail, to);
  const first = from === undefined ? Math.max(0, last - DEFAULT_COLUMNS + 1) : columnIndexOf(detail, from);
  const count = last - first + 1;
  if (count > MAX_COLUMNS) throw new AppError("bad-input", `from, to: ${count} columns asked for, at most ${MAX_COLUMNS} are given at once`);
  return { from: columnStart(detail, first), to: columnEnd(detail, last) };
}

/** At most `limit` cells, the largest, in their order. */
function largest(cells: readonly RealisedCell[], limit: number): readonly RealisedCell[] {
  if (cells.length <= limit) return cells;
  const kept = new Set(cells.toSorted((a, b) => realisedUsd(b) - realisedUsd(a)).slice(0, limit));
  return cells.filter((cell) => kept.has(cell));
}

function totalsOf(cells: readonly RealisedCell[]): { longUsd: number; shortUsd: number; prints: number } {
  const totals = { longUsd: 0, shortUsd: 0, prints: 0 };
  for (const { longUsd, shortUsd, prints } of cells) {
    totals.longUsd += longUsd;
    totals.shortUsd += shortUsd;
    totals.prints += prints;
  }
  return { longUsd: Math.round(totals.longUsd), shortUsd: Math.round(totals.shortUsd), prints: totals.prints };
}
