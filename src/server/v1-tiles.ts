import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { z } from "zod";
import { AppError } from "#core/app-error.ts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { findMarket, marketParams } from "./find-market.ts";
import type { RouteScope } from "./route-scope.ts";
import type { ServerOptions } from "./server-options.ts";

const unzip = promisify(gunzip);
const YEAR_S = 31_536_000;

const index = (name: string) => z.coerce.number(`${name} is a whole number`).int(`${name} is a whole number`);
const paramsSchema = z.object({
  ...marketParams,
  level: index("level").describe("Level of detail, 0 is the finest"),
  x: index("x").describe("Column index / 256, rounded down"),
  y: index("y").describe("Cell index / 256, rounded down"),
});

/** GET /v1/markets/:exchange/:symbol/tiles/:level/:x/:y: a heat tile as the store keeps it. A sealed tile never changes and may be cached for good. */
export function tileRoutes(app: RouteScope, { hub }: ServerOptions): void {
  app.get(
    "/v1/markets/:exchange/:symbol/tiles/:level/:x/:y",
    { schema: { tags: ["v1"], summary: "Heat tile, 256 x 256 cells, all planes (octet stream)", params: paramsSchema } },
    async ({ params, headers }, reply) => {
      const market = findMarket(hub, params);
      const { level, x, y } = params;
      if (HEAT_LEVELS[level] === undefined) throw new AppError("bad-input", `level: ${level} is not one of 0 to ${HEAT_LEVELS.length - 1}`);
      const tile = await hub.tile(market.id, { level, x, y });
      if (tile === undefined) return reply.header("cache-control", "no-cache").status(204).send();
      const etag = `"${createHash("sha1").update(tile.gzip).digest("base64url")}"`;
      void reply.headers({ etag, vary: "accept-encoding", "cache-control": tile.sealed ? `public, max-age=${YEAR_S}, immutable` : "no-cache" });
      if (headers["if-none-match"] === etag) return reply.status(304).send();
      void reply.type("application/octet-stream");
      if (!acceptsGzip(headers["accept-encoding"])) return reply.send(await unzip(tile.gzip));
      return reply.header("content-encoding", "gzip").send(Buffer.from(tile.gzip.buffer, tile.gzip.byteOffset, tile.gzip.byteLength));
    },
  );
}

const acceptsGzip = (accepted: string | string[] | undefined): boolean => /\b(gzip|\*)(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(accepted ?? ""));
