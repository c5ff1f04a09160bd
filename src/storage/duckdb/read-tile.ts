import { tilePayload } from "#core/heat-tile.ts";
import type { StoredTile } from "#storage/store.ts";
import type { Database } from "./database.ts";
import { type InstrumentSeries, OF_SERIES, assembleTile, firstColumnOf, lastColumnOf, reachesTile, seriesValues } from "./heat-place.ts";
import { TAIL_COLUMNS, heatColumnOfRow } from "./heat-stretch.ts";
import type { TileAt, TileCache } from "./tile-cache.ts";
import { gzipTile } from "#storage/tile-gzip.ts";

/** See Store.tile. A tile that none of the columns of its stretch reaches does not exist. */
export async function readTile(database: Database, cache: TileCache, at: TileAt): Promise<StoredTile | undefined> {
  const cached = cache.get(at);
  if (cached !== undefined) return cached;
  const { generation } = cache;
  const { x, y } = at;
  // One statement sees one state of the store: a stretch is never both sealed and in the tail, nor for a moment in neither.
  const rows = await database.read(
    `SELECT gzip, NULL, NULL, NULL, NULL, NULL FROM heat_tiles WHERE ${OF_SERIES} AND x = ? AND y = ?
     UNION ALL
     SELECT NULL, ${TAIL_COLUMNS} FROM heat_columns WHERE ${OF_SERIES} AND column_index BETWEEN ? AND ?`,
    [...seriesValues(at), x, y, ...seriesValues(at), firstColumnOf(x), lastColumnOf(x)],
  );
  const sealed = rows[0]?.[0];
  if (sealed instanceof Uint8Array) {
    const tile = { gzip: sealed, sealed: true };
    cache.put(at, { tile, generation });
    return tile;
  }
  const columns = rows.map(([, ...row]) => heatColumnOfRow(at.layer, row));
  if (!columns.some((column) => reachesTile(column, y))) return undefined;
  const tile = { gzip: await gzipTile(tilePayload(assembleTile(at, columns))), sealed: false };
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
