import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import { AppError } from "#core/app-error.ts";
import { type AgeBand, AGE_BAND_NAMES } from "#core/age-band.ts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import type { InstrumentId } from "#core/instrument.ts";
import { TILE_BYTES, type TilePlace, parseTile, tilePayload } from "#core/heat-tile.ts";
import { STOCK_LAYERS, type StockLayer } from "#core/layer.ts";
import { tiersTogether } from "#core/tiers-together.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import { gunzipTile } from "#storage/tile-gzip.ts";
import { stampAge } from "#server/as-of.ts";
import { acceptsEncoding } from "#server/accepts-encoding.ts";
import { findMarket, marketParams } from "#server/find-market.ts";
import type { RouteScope } from "#server/route-scope.ts";
import type { RouteOptions } from "#server/server-options.ts";

const YEAR_S = 31_536_000;

const index = (name: string) => z.coerce.number(`${name} is a whole number`).int(`${name} is a whole number`);
const placeSchema = z.object({
  ...marketParams,
  level: index("level").describe("Level of detail, 0 is the finest"),
  x: index("x").describe("Column index / 256, rounded down"),
  y: index("y").describe("Cell index / 256, rounded down"),
});

const layerNames = `one of ${STOCK_LAYERS.join(", ")}; realised liquidations are a flow, see /v1/markets/:exchange/:symbol/realised`;
const layerSchema = z.enum(STOCK_LAYERS, { error: layerNames }).describe("measured or modelled");

/** Part of what stands, by how long it has: see core/age-band.ts. */
export const ageSchema = z
  .enum(AGE_BAND_NAMES, { error: `one of ${AGE_BAND_NAMES.join(", ")}` })
  .optional()
  .describe("Only what came on top of the least that stood there in the last 90 minutes or 24 hours, or only what has stood there for 24 hours");
const tiersSchema = z
  .enum(["together"])
  .optional()
  .describe("together: a sketch, each side's tiers summed in its first plane and the others empty; two fifths of the bytes");
const memberSchema = z
  .string()
  .optional()
  .describe("Of a combined market: only what this one of its members holds (`exchange:symbol`), moved as the sum moves it");
const querySchema = z.object({ age: ageSchema, tiers: tiersSchema, member: memberSchema });

/**
 * GET /v1/markets/:exchange/:symbol/tiles/:layer/:level/:x/:y: a heat tile as the store keeps it, or the part of it that an `age` keeps. A sealed tile never changes and may be cached for good.
 * Without a layer in its address a tile is modelled.
 */
export function tileRoutes(app: RouteScope, options: RouteOptions): void {
  const base = "/v1/markets/:exchange/:symbol/tiles";
  const schema = { tags: ["v1"], summary: "Heat tile, 256 x 256 cells, all planes (octet stream)" };
  app.get(
    `${base}/:layer/:level/:x/:y`,
    { schema: { ...schema, params: placeSchema.extend({ layer: layerSchema }), querystring: querySchema } },
    async ({ params, query, headers }, reply) => sendTile(options, reply, { ...params, ...query, headers }),
  );
  app.get(
    `${base}/:level/:x/:y`,
    { schema: { ...schema, summary: `${schema.summary}, modelled`, params: placeSchema, querystring: querySchema } },
    async ({ params, query, headers }, reply) => sendTile(options, reply, { ...params, ...query, layer: "modelled", headers }),
  );
}

interface TileRequest extends TilePlace {
  readonly exchange: string;
  readonly symbol: string;
  readonly age?: AgeBand | undefined;
  readonly tiers?: "together" | undefined;
  readonly member?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

async function sendTile({ hub, ages }: RouteOptions, reply: FastifyReply, { headers, ...at }: TileRequest): Promise<FastifyReply> {
  const market = findMarket(hub, at);
  const { layer, level, x, y, age, tiers } = at;
  if (HEAT_LEVELS[level] === undefined) throw new AppError("bad-input", `level: ${level} is not one of 0 to ${HEAT_LEVELS.length - 1}`);
  const member = at.member === undefined ? undefined : memberNamed(market, at.member);
  const place = { layer, level, x, y, member };
  const tile = age === undefined ? await hub.tile(market.id, place) : await ages.tile(market.id, place, age);
  void reply.header("x-powderkeg-layer", layer);
  if (age !== undefined) void reply.header("x-powderkeg-age", age);
  // A sealed tile is of its own time, whenever it is asked for.
  if (!tile?.sealed) stampAge(reply, hub, market.lastTime ?? hub.now());
  if (tile === undefined) return reply.header("cache-control", "no-cache").status(204).send();
  const accepts = (encoding: "br" | "gzip") => acceptsEncoding(headers["accept-encoding"], encoding);
  const packed: Packed = tiers === "together" ? await sketchOf(tile.gzip, layer, accepts("br") ? "br" : "gzip") : { encoding: "gzip", bytes: tile.gzip };
  const etag = `"${createHash("sha1").update(packed.bytes).digest("base64url")}"`;
  void reply.headers({ etag, vary: "accept-encoding", "cache-control": tile.sealed ? `public, max-age=${YEAR_S}, immutable` : "no-cache" });
  if (headers["if-none-match"] === etag) return reply.status(304).send();
  void reply.type("application/octet-stream");
  if (!accepts(packed.encoding)) return reply.send(await gunzipTile(packed.bytes));
  const { buffer, byteOffset, byteLength } = packed.bytes;
  return reply.header("content-encoding", packed.encoding).send(Buffer.from(buffer, byteOffset, byteLength));
}

function memberNamed({ id, members }: MarketView, name: string): InstrumentId {
  const found = members?.find(({ market }) => market === name)?.market;
  if (found) return found;
  throw new AppError("bad-input", members ? `member: one of ${members.map(({ market }) => market).join(", ")}` : `member: ${id} is a market of its own`);
}

interface Packed {
  readonly encoding: "br" | "gzip";
  readonly bytes: Uint8Array;
}

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);
const PACK = {
  br: (payload: Uint8Array) => toBrotli(payload, { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: TILE_BYTES } }),
  gzip: (payload: Uint8Array) => toGzip(payload, { level: 6 }),
} as const;

/** What a phone draws first: packed as small as can be done in the time that a tile of the store takes to be packed, in Brotli a third smaller than that. */
async function sketchOf(gzipped: Uint8Array, layer: StockLayer, encoding: Packed["encoding"]): Promise<Packed> {
  const payload = tilePayload(tiersTogether(parseTile(await gunzipTile(gzipped), layer)));
  return { encoding, bytes: await PACK[encoding](payload) };
}
