import { AppError } from "#core/app-error.ts";
import type { HeatColumn } from "#core/heat-column.ts";
import { COLUMN_STATE, type HeatTile, TILE_COLUMNS, tileXOfColumn } from "#core/heat-tile.ts";
import type { StockLayer } from "#core/layer.ts";
import type { Database, Transaction } from "./database.ts";
import {
  type HeatStretch,
  type InstrumentSeries,
  OF_SERIES,
  checkColumns,
  columnOfTiles,
  firstColumnOf,
  lastColumnOf,
  sameHeat,
  seriesValues,
} from "./heat-place.ts";
import { grouped } from "./grouped.ts";
import { readSealed, readTail, readTailStates, seal, writeTail } from "./heat-stretch.ts";

/**
 * See Store.appendColumns. Columns wait as rows in the tail of their series; a stretch of 256 is sealed into tiles when its last
 * column, or a final column after it, has come and none of it is provisional. A column that is missing then stays missing.
 */
export async function appendColumns<L extends StockLayer>(database: Database, series: InstrumentSeries<L>, columns: readonly HeatColumn<L>[]): Promise<void> {
  checkColumns(series, columns);
  if (columns.length === 0) return;
  const byX = grouped(columns, ({ column }) => tileXOfColumn(column));
  const lastFinal = columns.findLast(({ provisional }) => !provisional)?.column ?? -Infinity;
  await database.write(async (transaction) => {
    const overdue = await unsealedBefore(transaction, { ...series, x: tileXOfColumn(lastFinal) });
    for (const x of overdue) if (!byX.has(x)) await appendToStretch(transaction, { ...series, x }, { columns: [], lastFinal });
    for (const [x, ofStretch] of byX) await appendToStretch(transaction, { ...series, x }, { columns: ofStretch, lastFinal });
  });
}

/** Stretches of the series before `x` that are not sealed, though nothing in them is provisional. */
async function unsealedBefore(transaction: Transaction, stretch: HeatStretch): Promise<readonly number[]> {
  if (stretch.x === -Infinity) return [];
  const rows = await transaction.rows(
    `SELECT column_index // ? AS x FROM heat_columns WHERE ${OF_SERIES} AND column_index < ? GROUP BY x HAVING NOT bool_or(provisional) ORDER BY x`,
    [TILE_COLUMNS, ...seriesValues(stretch), firstColumnOf(stretch.x)],
  );
  return rows.map(([x]) => Number(x));
}

async function appendToStretch<L extends StockLayer>(
  transaction: Transaction,
  stretch: HeatStretch<L>,
  { columns, lastFinal }: { columns: readonly HeatColumn<L>[]; lastFinal: number },
): Promise<void> {
  const sealed = await readSealed(transaction, stretch);
  if (sealed.length > 0) {
    for (const column of columns) refuseChange(stretch, { column, stored: columnInTiles(sealed, column.column) });
    return;
  }
  const stored = await readTail(transaction, stretch, { first: columns[0]?.column ?? 0, last: columns.at(-1)?.column ?? -1 });
  const fresh = columns.filter((column) => isNews(stretch, { column, stored: stored.get(column.column) }));
  const states = await readTailStates(transaction, stretch);
  const replaced = fresh.filter(({ column }) => states.has(column));
  for (const { column, provisional } of fresh) states.set(column, provisional);
  if (!isComplete(states, { end: lastColumnOf(stretch.x), lastFinal })) return writeTail(transaction, stretch, { fresh, replaced });
  const all = await readTail(transaction, stretch, { first: firstColumnOf(stretch.x), last: lastColumnOf(stretch.x) });
  for (const column of fresh) all.set(column.column, column);
  await seal(transaction, stretch, [...all.values()]);
}

function isNews(stretch: HeatStretch, { column, stored }: { column: HeatColumn; stored: HeatColumn | undefined }): boolean {
  if (stored === undefined) return true;
  if (stored.provisional) return !column.provisional || !sameHeat(column, stored);
  refuseChange(stretch, { column, stored });
  return false;
}

function refuseChange({ instrument, layer, level, x }: HeatStretch, { column, stored }: { column: HeatColumn; stored: HeatColumn | undefined }): void {
  if (stored !== undefined && sameHeat(column, stored)) return;
  const place = `${layer} heat column ${column.column} of ${instrument}, level ${level},`;
  throw new AppError(
    "conflict",
    stored === undefined
      ? `${place} was missing when columns ${firstColumnOf(x)} to ${lastColumnOf(x)} were sealed`
      : `${place} is final and differs from the one to store`,
  );
}

function columnInTiles(tiles: readonly HeatTile[], column: number): HeatColumn | undefined {
  const state = tiles[0]?.states[column - firstColumnOf(tiles[0].x)];
  return state === COLUMN_STATE.absent ? undefined : columnOfTiles(tiles, { layer: tiles[0].layer, column, provisional: false });
}

/** Whether nothing more will come, given which columns of a stretch are there and provisional. */
function isComplete(provisional: ReadonlyMap<number, boolean>, { end, lastFinal }: { end: number; lastFinal: number }): boolean {
  return (lastFinal > end || provisional.has(end)) && ![...provisional.values()].includes(true);
}
