import { planeOf } from "#core/heat-column.ts";
import { TIER_COUNT } from "#core/tier.ts";
import { type ConfidenceFloor, type FloorTable, binsOff, floorTable, leastUsdOfBin } from "#insight/confidence.ts";
import type { LevelsGrid } from "#wire/frames.ts";

/** A book without what is less sure than the floor: the same cells as on the map, whichever tiers are shown. */
export function sureGrid(grid: LevelsGrid, floor: ConfidenceFloor | undefined): LevelsGrid {
  if (!floor || grid.layer !== "modelled") return grid;
  const { cellCount, firstCell, rowsPerCell } = grid;
  const table = tableOf(floor, rowsPerCell);
  const off = binsOff(table, grid.mark);
  const cellsPerBin = table.rowsPerBin / rowsPerCell;
  const usd = grid.usd.slice();
  for (let bin = Math.floor(firstCell / cellsPerBin); bin * cellsPerBin < firstCell + cellCount; bin++) {
    const from = Math.max(0, bin * cellsPerBin - firstCell);
    const to = Math.min(cellCount, (bin + 1) * cellsPerBin - firstCell);
    for (const side of [0, 1] as const) {
      const held = sumOf(grid, { side, from, to }) * (cellsPerBin / (to - from));
      if (held > 0 && held < leastUsdOfBin(table, { side, bin, off })) clear(usd, { side, from, to, cellCount });
    }
  }
  return { ...grid, usd };
}

/** A book comes several times a second, a floor once a minute. */
const tables = new WeakMap<ConfidenceFloor, { readonly rowsPerCell: number; readonly table: FloorTable }>();

function tableOf(floor: ConfidenceFloor, rowsPerCell: number): FloorTable {
  const known = tables.get(floor);
  if (known?.rowsPerCell === rowsPerCell) return known.table;
  const table = floorTable(floor, rowsPerCell);
  tables.set(floor, { rowsPerCell, table });
  return table;
}

interface SideCells {
  readonly side: 0 | 1;
  /** Cells of the grid, [from, to). */
  readonly from: number;
  readonly to: number;
}

function sumOf({ usd, cellCount }: LevelsGrid, { side, from, to }: SideCells): number {
  let sum = 0;
  for (let tier = 0; tier < TIER_COUNT; tier++) for (let cell = from; cell < to; cell++) sum += usd[planeOf(side, tier) * cellCount + cell];
  return sum;
}

function clear(usd: Float32Array, { side, from, to, cellCount }: SideCells & { readonly cellCount: number }): void {
  for (let tier = 0; tier < TIER_COUNT; tier++) usd.fill(0, planeOf(side, tier) * cellCount + from, planeOf(side, tier) * cellCount + to);
}
