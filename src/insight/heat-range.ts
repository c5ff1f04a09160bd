import { PLANE_COUNT } from "#core/heat-column.ts";
import { DENSITY_OF_BYTE, encodeDensity } from "#core/heat-scale.ts";
import { COLUMN_STATE, type HeatTile, TILE_CELLS, TILE_COLUMNS } from "#core/heat-tile.ts";

/** Densities (USD per 0.1 % of price) between which a market's colours run. */
export interface HeatRange {
  readonly low: number;
  readonly high: number;
}

/** A part of the map, in columns and cells of one level; the ends are exclusive. */
export interface MapPart {
  readonly fromColumn: number;
  readonly toColumn: number;
  readonly fromCell: number;
  readonly toCell: number;
}

/** What is below is faint: a fifth of what stands is the ground on which clusters are to be seen. */
const FAINT_SHARE = 0.2;
/** What is above is as bright as it gets: one cell in three hundred. */
const BRIGHT_SHARE = 0.9967;
/** A flat map is not stretched to full contrast, a steep one keeps its valleys. */
const LEAST_RATIO = 60;
const GREATEST_RATIO = 300;
/** Fewer cells say nothing. */
const LEAST_CELLS = 2_000;

/**
 * The range of colours that history asks for: quantiles of the density of every cell that holds something in a part of the map, whatever its side
 * and tier. Undefined while there is too little of it.
 */
export function heatRangeOf(tiles: Iterable<HeatTile>, part: MapPart): HeatRange | undefined {
  const counts = new Uint32Array(256);
  for (const tile of tiles) countCells(counts, tile, part);
  const cells = counts.reduce((sum, count) => sum + count, 0);
  if (cells < LEAST_CELLS) return undefined;
  const high = DENSITY_OF_BYTE[quantile(counts, BRIGHT_SHARE * cells)];
  const low = DENSITY_OF_BYTE[quantile(counts, FAINT_SHARE * cells)];
  return { low: Math.min(high / LEAST_RATIO, Math.max(high / GREATEST_RATIO, low)), high };
}

function countCells(counts: Uint32Array, tile: HeatTile, part: MapPart): void {
  const fromColumn = Math.max(0, part.fromColumn - tile.x * TILE_COLUMNS);
  const toColumn = Math.min(TILE_COLUMNS, part.toColumn - tile.x * TILE_COLUMNS);
  const fromCell = Math.max(0, part.fromCell - tile.y * TILE_CELLS);
  const toCell = Math.min(TILE_CELLS, part.toCell - tile.y * TILE_CELLS);
  for (let cell = fromCell; cell < toCell; cell++) {
    for (let column = fromColumn; column < toColumn; column++) {
      if (tile.states[column] === COLUMN_STATE.absent) continue;
      let density = 0;
      for (let plane = 0; plane < PLANE_COUNT; plane++) density += DENSITY_OF_BYTE[tile.bytes[(plane * TILE_CELLS + cell) * TILE_COLUMNS + column]];
      if (density > 0) counts[encodeDensity(density)]++;
    }
  }
}

function quantile(counts: Uint32Array, rank: number): number {
  let below = 0;
  for (let byte = 0; byte < counts.length; byte++) {
    below += counts[byte];
    if (below >= rank) return byte;
  }
  return counts.length - 1;
}
