import type { HeatLevel } from "#core/heat-levels.ts";
import { DENSITY_OF_BYTE, usdOfDensity } from "#core/heat-scale.ts";
import { COLUMN_STATE, type HeatTile, TILE_CELLS, TILE_COLUMNS, tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import type { TileAt } from "./heat-worker-messages.ts";

/** Cells of one column, [first, last]. */
export interface CellRange {
  readonly first: number;
  readonly last: number;
}

/** Reads what stood in single columns of the loaded map, in USD. For whoever looks at many columns: tiles are looked up once. */
export interface ColumnReader {
  readonly level: HeatLevel;
  /** One of COLUMN_STATE of a column at a cell; undefined while its tile is not loaded. */
  state(column: number, cell: number): number | undefined;
  /** Sums `planes` per cell of a range, lowest first, into a new list; what is not loaded counts as nothing. */
  usd(column: number, planes: readonly number[], range: CellRange): Float64Array;
}

export interface ColumnReaderParts {
  readonly cache: { get(at: TileAt): { readonly tile: HeatTile } | undefined };
  readonly level: HeatLevel;
}

export function createColumnReader({ cache, level }: ColumnReaderParts): ColumnReader {
  const usdOfByte = DENSITY_OF_BYTE.map((density) => usdOfDensity(density, level.rowsPerCell));
  const tiles = new Map<number, HeatTile | undefined>();
  let x: number | undefined;

  function tileAt(tileX: number, y: number): HeatTile | undefined {
    if (tileX !== x) {
      x = tileX;
      tiles.clear();
    }
    if (!tiles.has(y)) tiles.set(y, cache.get({ x: tileX, y })?.tile);
    return tiles.get(y);
  }

  return {
    level,
    state(column, cell) {
      const tileX = tileXOfColumn(column);
      return tileAt(tileX, tileYOfCell(cell))?.states[column - tileX * TILE_COLUMNS];
    },
    usd(column, planes, { first, last }) {
      const sums = new Float64Array(Math.max(0, last - first + 1));
      const tileX = tileXOfColumn(column);
      const offset = column - tileX * TILE_COLUMNS;
      for (let y = tileYOfCell(first); y <= tileYOfCell(last); y++) {
        const tile = tileAt(tileX, y);
        if (!tile || tile.states[offset] === COLUMN_STATE.absent) continue;
        const from = Math.max(first, y * TILE_CELLS);
        const to = Math.min(last, (y + 1) * TILE_CELLS - 1);
        for (const plane of planes) {
          const row = plane * TILE_CELLS - y * TILE_CELLS;
          for (let cell = from; cell <= to; cell++) sums[cell - first] += usdOfByte[tile.bytes[(row + cell) * TILE_COLUMNS + offset]];
        }
      }
      return sums;
    },
  };
}
