import { DENSITY_OF_BYTE } from "#core/heat-scale.ts";
import { type HeatTile, TILE_CELLS, TILE_COLUMNS } from "#core/heat-tile.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { TIER_COUNT } from "#core/tier.ts";
import { type ColourTables, tableIndex } from "./colour-table.ts";
import { hiddenIndex } from "./hidden-cells.ts";

const DENSITY = Float32Array.from(DENSITY_OF_BYTE);
const longs = new Float32Array(TILE_COLUMNS);
const shorts = new Float32Array(TILE_COLUMNS);
const totals = new Float32Array(TILE_COLUMNS);
const totalBits = new Uint32Array(totals.buffer);

export interface ColouriseInput {
  readonly tile: HeatTile;
  readonly occupied: Uint8Array;
  readonly planes: readonly number[];
  readonly tables: ColourTables;
  /** Cells that are left out, see hidden-cells.ts. */
  readonly hidden?: Uint8Array | undefined;
}

/**
 * Paints a tile: sums the chosen planes per cell and looks the density up. `pixels` is packed RGBA, TILE_COLUMNS wide and TILE_CELLS high,
 * highest price first; what is not drawn becomes transparent. A cell takes the ramp of the side that holds more.
 */
export function colouriseTile({ tile, occupied, planes, tables, hidden }: ColouriseInput, pixels: Uint32Array): void {
  for (let cell = 0; cell < TILE_CELLS; cell++) {
    const target = (TILE_CELLS - 1 - cell) * TILE_COLUMNS;
    if (sumRow({ tile, occupied, planes }, cell)) {
      if (hidden) leaveOut(hidden, cell);
      paintRow(pixels, target, tables);
    } else pixels.fill(0, target, target + TILE_COLUMNS);
  }
}

function leaveOut(hidden: Uint8Array, cell: number): void {
  const [long, short] = [hiddenIndex(LONG, cell), hiddenIndex(SHORT, cell)];
  for (let x = 0; x < TILE_COLUMNS; x++) {
    if (hidden[long + x] === 1) longs[x] = 0;
    if (hidden[short + x] === 1) shorts[x] = 0;
  }
}

function sumRow({ tile, occupied, planes }: Pick<ColouriseInput, "tile" | "occupied" | "planes">, cell: number): boolean {
  let any = false;
  for (const plane of planes) {
    const row = plane * TILE_CELLS + cell;
    if (occupied[row] === 0) continue;
    if (!any) {
      longs.fill(0);
      shorts.fill(0);
      any = true;
    }
    const sums = plane < TIER_COUNT ? longs : shorts;
    const first = row * TILE_COLUMNS;
    for (let x = 0; x < TILE_COLUMNS; x++) sums[x] += DENSITY[tile.bytes[first + x]];
  }
  return any;
}

function paintRow(pixels: Uint32Array, target: number, tables: ColourTables): void {
  for (let x = 0; x < TILE_COLUMNS; x++) totals[x] = longs[x] + shorts[x];
  for (let x = 0; x < TILE_COLUMNS; x++) {
    pixels[target + x] = (longs[x] >= shorts[x] ? tables.longs : tables.shorts)[tableIndex(totalBits[x])];
  }
}
