import { PLANE_COUNT } from "#core/heat-column.ts";
import { COLUMN_STATE, type HeatTile, TILE_CELLS, TILE_COLUMNS, tileXOfColumn } from "#core/heat-tile.ts";
import type { StockLayer } from "#core/layer.ts";
import { TIER_COUNT } from "#core/tier.ts";

/** The tiles of one layer, level and y, by their x. */
export type TileRow<L extends StockLayer = StockLayer> = ReadonlyMap<number, HeatTile<L>>;

/** A stretch of columns of a row of tiles, and how far each reaches: beyond that it says nothing, which is not the same as empty. */
export interface PastColumns {
  readonly first: number;
  readonly count: number;
  /** By column from `first` on: the lowest cell that holds longs; TILE_CELLS: none, or no column. */
  readonly lowestLong: Int16Array;
  /** The highest cell that holds shorts; -1: none, or no column. */
  readonly highestShort: Int16Array;
}

export function readPast(row: TileRow, { first, count }: { readonly first: number; readonly count: number }): PastColumns {
  const past = { first, count, lowestLong: new Int16Array(count).fill(TILE_CELLS), highestShort: new Int16Array(count).fill(-1) };
  for (let x = tileXOfColumn(first); x <= tileXOfColumn(first + count - 1); x++) {
    const tile = row.get(x);
    if (tile) noteReach(past, tile);
  }
  return past;
}

function noteReach({ first, count, lowestLong, highestShort }: PastColumns, tile: HeatTile): void {
  const from = Math.max(0, first - tile.x * TILE_COLUMNS);
  const to = Math.min(TILE_COLUMNS, first + count - tile.x * TILE_COLUMNS);
  const offset = tile.x * TILE_COLUMNS - first;
  for (let plane = 0; plane < PLANE_COUNT; plane++) {
    for (let cell = 0; cell < TILE_CELLS; cell++) {
      const at = (plane * TILE_CELLS + cell) * TILE_COLUMNS;
      for (let column = from; column < to; column++) {
        if (tile.bytes[at + column] === 0 || tile.states[column] === COLUMN_STATE.absent) continue;
        if (plane >= TIER_COUNT) highestShort[column + offset] = Math.max(highestShort[column + offset], cell);
        else if (cell < lowestLong[column + offset]) lowestLong[column + offset] = cell;
      }
    }
  }
}

/** Whether column `index` of the stretch says what stood in a cell: longs from its far edge up, shorts from its far edge down. */
export const reaches = ({ lowestLong, highestShort }: PastColumns, index: number, plane: number, cell: number): boolean =>
  plane < TIER_COUNT ? cell >= lowestLong[index] : cell <= highestShort[index];
