import type { HeatColumn } from "#core/heat-column.ts";
import { type HeatTile, parseTile, tilePayload } from "#core/heat-tile.ts";
import type { Row, Transaction } from "./database.ts";
import { type HeatStretch, assembleTiles, firstColumnOf, lastColumnOf } from "./heat-place.ts";
import { gunzipTile, gzipTile } from "./tile-gzip.ts";

/** Columns of `heat_columns` in the order of {@link heatColumnOfRow}. */
export const TAIL_COLUMNS = "column_index, provisional, first_cell, cell_count, bytes";

export function heatColumnOfRow(row: Row): HeatColumn {
  const [column, provisional, firstCell, cellCount, bytes] = row as [number, boolean, number, number, Uint8Array];
  return { column, provisional, firstCell, cellCount, bytes };
}

/** Unsealed columns of a stretch by index, ascending; `first` and `last` are inclusive. */
export async function readTail(
  transaction: Transaction,
  { instrument, level }: HeatStretch,
  { first, last }: { first: number; last: number },
): Promise<Map<number, HeatColumn>> {
  const rows = await transaction.rows(
    `SELECT ${TAIL_COLUMNS} FROM heat_columns WHERE instrument = ? AND level = ? AND column_index BETWEEN ? AND ? ORDER BY column_index`,
    [instrument, level, first, last],
  );
  return new Map(rows.map(heatColumnOfRow).map((column) => [column.column, column]));
}

/** Which columns of a stretch are not sealed, and whether they are provisional. */
export async function readTailStates(transaction: Transaction, { instrument, level, x }: HeatStretch): Promise<Map<number, boolean>> {
  const rows = await transaction.rows(
    "SELECT column_index, provisional FROM heat_columns WHERE instrument = ? AND level = ? AND column_index BETWEEN ? AND ? ORDER BY column_index",
    [instrument, level, firstColumnOf(x), lastColumnOf(x)],
  );
  return new Map(rows as unknown as readonly (readonly [number, boolean])[]);
}

export async function writeTail(
  transaction: Transaction,
  { instrument, level }: HeatStretch,
  { fresh, replaced }: { fresh: readonly HeatColumn[]; replaced: readonly HeatColumn[] },
): Promise<void> {
  for (const { column } of replaced) {
    await transaction.change("DELETE FROM heat_columns WHERE instrument = ? AND level = ? AND column_index = ?", [instrument, level, column]);
  }
  await transaction.append(
    "heat_columns",
    fresh.map(({ column, provisional, firstCell, cellCount, bytes }) => [instrument, level, column, provisional, firstCell, cellCount, bytes]),
  );
}

/** The sealed tiles of a stretch; none when it is not sealed. */
export async function readSealed(transaction: Transaction, { instrument, level, x }: HeatStretch): Promise<HeatTile[]> {
  const rows = await transaction.rows("SELECT gzip FROM heat_tiles WHERE instrument = ? AND level = ? AND x = ?", [instrument, level, x]);
  return Promise.all(rows.map(async ([gzip]) => parseTile(await gunzipTile(gzip as Uint8Array))));
}

/** Turns all columns of a stretch into tiles, in place of its tail. */
export async function seal(transaction: Transaction, stretch: HeatStretch, columns: readonly HeatColumn[]): Promise<void> {
  const { instrument, level, x } = stretch;
  const lastColumn = Math.max(...columns.map(({ column }) => column));
  const tiles = assembleTiles(stretch, columns);
  const gzips = await Promise.all(tiles.map((tile) => gzipTile(tilePayload(tile))));
  await transaction.append(
    "heat_tiles",
    tiles.map(({ y }, i) => [instrument, level, x, y, lastColumn, gzips[i]]),
  );
  await transaction.change("DELETE FROM heat_columns WHERE instrument = ? AND level = ? AND column_index BETWEEN ? AND ?", [
    instrument,
    level,
    firstColumnOf(x),
    lastColumnOf(x),
  ]);
}
