import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { DENSITY_OF_BYTE, usdOfDensity } from "#core/heat-scale.ts";
import { type HeatTile, TILE_CELLS, TILE_COLUMNS } from "#core/heat-tile.ts";
import { TIER_COUNT } from "#core/tier.ts";
import { type FloorTable, binsOff, leastUsdOfBin } from "#insight/confidence.ts";

export interface HiddenInput {
  readonly tile: HeatTile;
  /** One flag per [plane][cell], see `occupiedRows`. */
  readonly occupied: Uint8Array;
  readonly table: FloorTable;
  /** Mark of a column; undefined where it is not known: then the table's own. */
  readonly markOf: (column: number) => number | undefined;
}

const SIDES = PLANE_COUNT / TIER_COUNT;
export const hiddenIndex = (side: number, cell: number): number => (side * TILE_CELLS + cell) * TILE_COLUMNS;
const sums = new Float64Array(TILE_COLUMNS);

/**
 * One flag per [side][cell][column] of a tile: whether what stands there is less sure than the floor. All tiers of a side count, shown or not:
 * confidence is of them together. A bin that a tile's edge cuts is judged by its part in the tile.
 */
export function hiddenCells({ tile, occupied, table, markOf }: HiddenInput): Uint8Array {
  const { rowsPerCell } = HEAT_LEVELS[tile.level];
  const hidden = new Uint8Array(SIDES * TILE_CELLS * TILE_COLUMNS);
  const cellsPerBin = table.rowsPerBin / rowsPerCell;
  const off = offsets(tile, table, markOf);
  const firstCell = tile.y * TILE_CELLS;
  const lastBin = Math.floor((firstCell + TILE_CELLS - 1) / cellsPerBin);
  for (let bin = Math.floor(firstCell / cellsPerBin); bin <= lastBin; bin++) {
    const from = Math.max(0, bin * cellsPerBin - firstCell);
    const to = Math.min(TILE_CELLS, (bin + 1) * cellsPerBin - firstCell);
    for (const side of [0, 1] as const) {
      if (!sumBin({ tile, occupied }, { side, from, to })) continue;
      const toUsd = usdOfDensity(1, rowsPerCell) * (cellsPerBin / (to - from));
      for (let x = 0; x < TILE_COLUMNS; x++) {
        if (sums[x] * toUsd >= leastUsdOfBin(table, { side, bin, off: off[x] })) continue;
        for (let cell = from; cell < to; cell++) hidden[hiddenIndex(side, cell) + x] = 1;
      }
    }
  }
  return hidden;
}

function offsets({ x: tileX }: HeatTile, table: FloorTable, markOf: HiddenInput["markOf"]): Int32Array {
  return Int32Array.from({ length: TILE_COLUMNS }, (_, x) => {
    const mark = markOf(tileX * TILE_COLUMNS + x);
    return mark === undefined ? 0 : binsOff(table, mark);
  });
}

/** Sums the tiers of a side over cells [from, to) into `sums`, as densities; false when nothing stands there. */
function sumBin({ tile, occupied }: Pick<HiddenInput, "tile" | "occupied">, { side, from, to }: { side: 0 | 1; from: number; to: number }): boolean {
  let any = false;
  for (let tier = 0; tier < TIER_COUNT; tier++) {
    for (let cell = from; cell < to; cell++) {
      const row = planeOf(side, tier) * TILE_CELLS + cell;
      if (occupied[row] === 0) continue;
      if (!any) sums.fill(0);
      any = true;
      const first = row * TILE_COLUMNS;
      for (let x = 0; x < TILE_COLUMNS; x++) sums[x] += DENSITY_OF_BYTE[tile.bytes[first + x]];
    }
  }
  return any;
}
