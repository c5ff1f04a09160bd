import { type HeatColumn, PLANE_COUNT } from "#core/heat-column.ts";
import { type HeatTile, parseTile, tilePayload } from "#core/heat-tile.ts";
import type { StockLayer } from "#core/layer.ts";
import type { Row, Transaction } from "./database.ts";
import { type HeatStretch, OF_SERIES, assembleTiles, firstColumnOf, lastColumnOf, seriesValues } from "./heat-place.ts";
import { setApart } from "./set-apart.ts";
import { gunzipTile, gzipTile } from "#storage/tile-gzip.ts";

/** Columns of `heat_columns` in the order of {@link heatColumnOfRow}. */
export const TAIL_COLUMNS = "column_index, provisional, first_cell, cell_count, bytes";

export function heatColumnOfRow<L extends StockLayer>(layer: L, row: Row): HeatColumn<L> {
  const [column, provisional, firstCell, cellCount, bytes] = row as [number, boolean, number, number, Uint8Array];
  return { layer, column, provisional, firstCell, cellCount, bytes: bytes.subarray(0, PLANE_COUNT * cellCount) };
}

/** Columns of `heat_tiles` in the order of {@link sealedGzip}. */
export const SEALED_TILE = "gzip, size";

/** Tiles from before they were filled up have no size. */
export const sealedGzip = ([gzip, size]: Row): Uint8Array => (gzip as Uint8Array).subarray(0, (size as number | null) ?? undefined);

/** Unsealed columns of a stretch by index, ascending; `first` and `last` are inclusive. */
export async function readTail<L extends StockLayer>(
  transaction: Transaction,
  stretch: HeatStretch<L>,
  { first, last }: { first: number; last: number },
): Promise<Map<number, HeatColumn<L>>> {
  const rows = await transaction.rows(`SELECT ${TAIL_COLUMNS} FROM heat_columns WHERE ${OF_SERIES} AND column_index BETWEEN ? AND ? ORDER BY column_index`, [
    ...seriesValues(stretch),
    first,
    last,
  ]);
  return new Map(rows.map((row) => heatColumnOfRow(stretch.layer, row)).map((column) => [column.column, column]));
}

/** Which columns of a stretch are not sealed, and whether they are provisional. */
export async function readTailStates(transaction: Transaction, stretch: HeatStretch): Promise<Map<number, boolean>> {
  const rows = await transaction.rows(
    `SELECT column_index, provisional FROM heat_columns WHERE ${OF_SERIES} AND column_index BETWEEN ? AND ? ORDER BY column_index`,
    [...seriesValues(stretch), firstColumnOf(stretch.x), lastColumnOf(stretch.x)],
  );
  return new Map(rows as unknown as readonly (readonly [number, boolean])[]);
}

export async function writeTail<L extends StockLayer>(
  transaction: Transaction,
  stretch: HeatStretch<L>,
  { fresh, replaced }: { fresh: readonly HeatColumn<L>[]; replaced: readonly HeatColumn<L>[] },
): Promise<void> {
  const { instrument, layer, level } = stretch;
  for (const { column } of replaced) {
    await transaction.change(`DELETE FROM heat_columns WHERE ${OF_SERIES} AND column_index = ?`, [...seriesValues(stretch), column]);
  }
  await transaction.append(
    "heat_columns",
    fresh.map(({ column, provisional, firstCell, cellCount, bytes }) => [instrument, level, column, provisional, firstCell, cellCount, setApart(bytes), layer]),
  );
}

/** The sealed tiles of a stretch; none when it is not sealed. */
export async function readSealed<L extends StockLayer>(transaction: Transaction, stretch: HeatStretch<L>): Promise<HeatTile<L>[]> {
  const rows = await transaction.rows(`SELECT ${SEALED_TILE} FROM heat_tiles WHERE ${OF_SERIES} AND x = ?`, [...seriesValues(stretch), stretch.x]);
  return Promise.all(rows.map(async (row) => parseTile(await gunzipTile(sealedGzip(row)), stretch.layer)));
}

/** Turns all columns of a stretch into tiles, in place of its tail. */
export async function seal<L extends StockLayer>(transaction: Transaction, stretch: HeatStretch<L>, columns: readonly HeatColumn<L>[]): Promise<void> {
  const { instrument, layer, level, x } = stretch;
  const lastColumn = Math.max(...columns.map(({ column }) => column));
  const tiles = assembleTiles(stretch, columns);
  const gzips = await Promise.all(tiles.map((tile) => gzipTile(tilePayload(tile))));
  await transaction.append(
    "heat_tiles",
    tiles.map(({ y }, i) => [instrument, level, x, y, lastColumn, setApart(gzips[i]), layer, gzips[i].length]),
  );
  await transaction.change(`DELETE FROM heat_columns WHERE ${OF_SERIES} AND column_index BETWEEN ? AND ?`, [
    ...seriesValues(stretch),
    firstColumnOf(x),
    lastColumnOf(x),
  ]);
}
