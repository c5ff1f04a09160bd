import { PLANE_COUNT } from "#core/heat-column.ts";
import { DENSITY_OF_BYTE, encodeDensity } from "#core/heat-scale.ts";
import { COLUMN_STATE, type HeatTile, TILE_CELLS, TILE_COLUMNS } from "#core/heat-tile.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { TIER_COUNT } from "#core/tier.ts";

/** Densities (USD per 0.1 % of price) between which colours run. */
export interface DensityRange {
  readonly low: number;
  readonly high: number;
}

/** That of a market's colours, and of each side alone: of cells where that side holds more. A side is absent while there is too little of it. */
export interface HeatRange extends DensityRange {
  readonly long?: DensityRange | undefined;
  readonly short?: DensityRange | undefined;
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
/** Fewer cells say nothing; a side has about half of them. */
const LEAST_CELLS = 2_000;
const LEAST_CELLS_OF_A_SIDE = LEAST_CELLS / 2;

/**
 * The range of colours that history asks for: quantiles of the density of every cell that holds something in a part of the map, whatever its side
 * and tier, and those of the cells of each side. Undefined while there is too little of it.
 */
export function heatRangeOf(tiles: Iterable<HeatTile>, part: MapPart): HeatRange | undefined {
  const bySide = [new Uint32Array(256), new Uint32Array(256)] as const;
  for (const tile of tiles) countCells(bySide, tile, part);
  const whole = rangeOf(
    bySide[LONG].map((count, byte) => count + bySide[SHORT][byte]),
    LEAST_CELLS,
  );
  return whole && { ...whole, long: rangeOf(bySide[LONG], LEAST_CELLS_OF_A_SIDE), short: rangeOf(bySide[SHORT], LEAST_CELLS_OF_A_SIDE) };
}

function rangeOf(counts: Uint32Array, leastCells: number): DensityRange | undefined {
  const cells = counts.reduce((sum, count) => sum + count, 0);
  if (cells < leastCells) return undefined;
  const high = DENSITY_OF_BYTE[quantile(counts, BRIGHT_SHARE * cells)];
  const low = DENSITY_OF_BYTE[quantile(counts, FAINT_SHARE * cells)];
  return { low: Math.min(high / LEAST_RATIO, Math.max(high / GREATEST_RATIO, low)), high };
}

function countCells(bySide: readonly [longs: Uint32Array, shorts: Uint32Array], tile: HeatTile, part: MapPart): void {
  const fromColumn = Math.max(0, part.fromColumn - tile.x * TILE_COLUMNS);
  const toColumn = Math.min(TILE_COLUMNS, part.toColumn - tile.x * TILE_COLUMNS);
  const fromCell = Math.max(0, part.fromCell - tile.y * TILE_CELLS);
  const toCell = Math.min(TILE_CELLS, part.toCell - tile.y * TILE_CELLS);
  for (let cell = fromCell; cell < toCell; cell++) {
    for (let column = fromColumn; column < toColumn; column++) {
      if (tile.states[column] === COLUMN_STATE.absent) continue;
      let longs = 0;
      let shorts = 0;
      for (let plane = 0; plane < PLANE_COUNT; plane++) {
        const density = DENSITY_OF_BYTE[tile.bytes[(plane * TILE_CELLS + cell) * TILE_COLUMNS + column]];
        if (plane < TIER_COUNT) longs += density;
        else shorts += density;
      }
      if (longs + shorts > 0) bySide[longs >= shorts ? LONG : SHORT][encodeDensity(longs + shorts)]++;
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
