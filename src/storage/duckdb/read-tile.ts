import { tilePayload } from "#core/heat-tile.ts";
import type { StoredTile } from "#storage/store.ts";
import { gzipTile } from "#storage/tile-gzip.ts";
import type { Database } from "./database.ts";
import { type HeatStretch, type InstrumentSeries, OF_SERIES, assembleTile, reachesTile, seriesValues } from "./heat-place.ts";
import type { StoredStretch } from "./read-stretch.ts";
import type { TileAt, TileCache } from "./tile-cache.ts";

/** See Store.tile. A tile that none of the columns of its stretch reaches does not exist. */
export async function readTile(stretchAt: (stretch: HeatStretch) => Promise<StoredStretch>, cache: TileCache, at: TileAt): Promise<StoredTile | undefined> {
  const cached = cache.get(at);
  if (cached !== undefined) return cached;
  const { generation } = cache;
  const { sealed, tail } = await stretchAt(at);
  for (const [y, gzip] of sealed) cache.put({ ...at, y }, { tile: { gzip, sealed: true }, generation });
  const gzip = sealed.get(at.y);
  if (gzip !== undefined) return { gzip, sealed: true };
  if (!tail.some((column) => reachesTile(column, at.y))) return undefined;
  const tile = { gzip: await gzipTile(tilePayload(assembleTile(at, tail))), sealed: false };
  cache.put(at, { tile, generation });
  return tile;
}

/** See Store.lastColumn. */
export async function lastColumn(database: Database, series: InstrumentSeries): Promise<number | undefined> {
  const [row] = await database.read(
    `SELECT max(last) FROM (
       SELECT max(column_index) AS last FROM heat_columns WHERE ${OF_SERIES} AND NOT provisional
       UNION ALL
       SELECT max(last_column) FROM heat_tiles WHERE ${OF_SERIES})`,
    [...seriesValues(series), ...seriesValues(series)],
  );
  const last = row?.[0];
  return typeof last === "number" ? last : undefined;
}
