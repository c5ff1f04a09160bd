import { PLANE_COUNT } from "#core/heat-column.ts";
import { TILE_CELLS, TILE_COLUMNS, tileXOfColumn } from "#core/heat-tile.ts";
import { type TileRow, reaches, readPast } from "./past-columns.ts";

/** The least that stood in the columns before one: bytes of core/heat-scale.ts by [plane][cell], NOT_SEEN where none of them reaches. */
export interface LeastStanding {
  readonly level: number;
  readonly firstCell: number;
  readonly cellCount: number;
  readonly bytes: Int16Array;
}

export const NOT_SEEN = -1;

export interface Stretch {
  readonly level: number;
  /** Columns [from, to). */
  readonly from: number;
  readonly to: number;
}

/** The least of a stretch of columns; `rows` are tiles of adjoining y, by y. */
export function leastStanding(rows: ReadonlyMap<number, TileRow>, { level, from, to }: Stretch): LeastStanding {
  const ys = [...rows.keys()];
  const firstCell = Math.min(...ys, Infinity) * TILE_CELLS;
  const cellCount = ys.length === 0 ? 0 : (Math.max(...ys) + 1) * TILE_CELLS - firstCell;
  const least = { level, firstCell: ys.length === 0 ? 0 : firstCell, cellCount, bytes: new Int16Array(PLANE_COUNT * cellCount).fill(NOT_SEEN) };
  for (const [y, row] of rows) lower(least, { y, row, from, to });
  return least;
}

interface RowPart {
  readonly y: number;
  readonly row: TileRow;
  readonly from: number;
  readonly to: number;
}

function lower({ bytes, firstCell, cellCount }: LeastStanding, { y, row, from, to }: RowPart): void {
  const past = readPast(row, { first: from, count: to - from });
  for (let plane = 0; plane < PLANE_COUNT; plane++) {
    for (let cell = 0; cell < TILE_CELLS; cell++) {
      const target = plane * cellCount + y * TILE_CELLS - firstCell + cell;
      for (let column = from; column < to; column++) {
        const tile = row.get(tileXOfColumn(column));
        if (tile === undefined || !reaches(past, column - from, plane, cell)) continue;
        const byte = tile.bytes[(plane * TILE_CELLS + cell) * TILE_COLUMNS + column - tile.x * TILE_COLUMNS];
        if (bytes[target] === NOT_SEEN || byte < bytes[target]) bytes[target] = byte;
      }
    }
  }
}

export function leastAt({ firstCell, cellCount, bytes }: LeastStanding, plane: number, cell: number): number {
  const at = cell - firstCell;
  return at >= 0 && at < cellCount ? bytes[plane * cellCount + at] : NOT_SEEN;
}
