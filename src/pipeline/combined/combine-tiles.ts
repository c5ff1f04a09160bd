import { PLANE_COUNT } from "#core/heat-column.ts";
import { DENSITY_OF_BYTE, encodeDensity } from "#core/heat-scale.ts";
import { COLUMN_STATE, type HeatTile, TILE_CELLS, TILE_COLUMNS, type TilePlace, createTile, occupiedRows } from "#core/heat-tile.ts";
import type { StockLayer } from "#core/layer.ts";

/** The tiles of one instrument that reach into a combined tile, and where its cells go. */
export interface TilePart<L extends StockLayer> {
  /** Of the same layer, level and x; by their y. Absent: no column reaches there. */
  readonly tiles: ReadonlyMap<number, HeatTile<L>>;
  /** Cells to add, per column of the tile: its basis, to the nearest cell of the level. */
  readonly shifts: Int32Array;
  /** State of each column, one of COLUMN_STATE. */
  readonly states: Uint8Array;
}

/**
 * Adds up the densities of several instruments, column by column. A column is there when any instrument has it, and final only when none of them
 * has it provisionally.
 */
export function combineTiles<L extends StockLayer>(at: TilePlace<L>, parts: readonly TilePart<L>[]): HeatTile<L> {
  const combined = createTile(at);
  const sum = { density: DENSITY, occupied: new Uint8Array(PLANE_COUNT * TILE_CELLS) };
  for (const part of parts) {
    for (let column = 0; column < TILE_COLUMNS; column++) combined.states[column] = stateOf(combined.states[column], part.states[column]);
    const rows = new Map([...part.tiles].map(([y, tile]) => [y, occupiedRows(tile)]));
    for (const run of runsOf(part.shifts)) addRun(sum, at.y, { part, rows, run });
  }
  encode(sum, combined.bytes);
  return combined;
}

/** Where every call adds up, and leaves zeros: 2.6 MB for each tile of a year would keep the collector busy. */
const DENSITY = new Float32Array(PLANE_COUNT * TILE_CELLS * TILE_COLUMNS);

/** Densities of a tile, [plane][cell][column], and which [plane][cell] hold any: most hold none. */
interface Sum {
  readonly density: Float32Array;
  readonly occupied: Uint8Array;
}

/** Writes the densities as bytes and clears them. */
function encode({ density, occupied }: Sum, bytes: Uint8Array): void {
  for (let row = 0; row < occupied.length; row++) {
    if (occupied[row] === 0) continue;
    const [from, to] = [row * TILE_COLUMNS, (row + 1) * TILE_COLUMNS];
    for (let i = from; i < to; i++) if (density[i] > 0) bytes[i] = encodeDensity(density[i]);
    density.fill(0, from, to);
  }
}

function stateOf(before: number, added: number): number {
  if (before === COLUMN_STATE.absent || added === COLUMN_STATE.absent) return before + added;
  return before === COLUMN_STATE.final && added === COLUMN_STATE.final ? COLUMN_STATE.final : COLUMN_STATE.provisional;
}

/** Columns [from, to) that move by the same number of cells. */
interface Run {
  readonly from: number;
  readonly to: number;
  readonly shift: number;
}

function runsOf(shifts: Int32Array): Run[] {
  const runs: Run[] = [];
  for (let from = 0, to = 1; from < shifts.length; from = to++) {
    while (to < shifts.length && shifts[to] === shifts[from]) to++;
    runs.push({ from, to, shift: shifts[from] });
  }
  return runs;
}

interface RunAdded<L extends StockLayer> {
  readonly part: TilePart<L>;
  /** By the y of its tiles, see occupiedRows. */
  readonly rows: ReadonlyMap<number, Uint8Array>;
  readonly run: Run;
}

function addRun<L extends StockLayer>({ density, occupied }: Sum, tileY: number, { part, rows, run }: RunAdded<L>): void {
  const { from, to, shift } = run;
  for (let cell = 0; cell < TILE_CELLS; cell++) {
    const sourceCell = tileY * TILE_CELLS + cell - shift;
    const sourceY = Math.floor(sourceCell / TILE_CELLS);
    const source = part.tiles.get(sourceY);
    const occupiedThere = rows.get(sourceY);
    if (source === undefined || occupiedThere === undefined) continue;
    for (let plane = 0; plane < PLANE_COUNT; plane++) {
      const sourceRow = plane * TILE_CELLS + sourceCell - sourceY * TILE_CELLS;
      if (occupiedThere[sourceRow] === 0) continue;
      const row = plane * TILE_CELLS + cell;
      occupied[row] = 1;
      const target = row * TILE_COLUMNS;
      const origin = sourceRow * TILE_COLUMNS;
      for (let column = from; column < to; column++) {
        const byte = source.bytes[origin + column];
        if (byte > 0) density[target + column] += DENSITY_OF_BYTE[byte];
      }
    }
  }
}
