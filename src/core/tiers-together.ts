import { DENSITY_OF_BYTE, encodeDensity } from "./heat-scale.ts";
import { type HeatTile, TILE_CELLS, TILE_COLUMNS, createTile, occupiedRows } from "./heat-tile.ts";
import { planeOf } from "./heat-column.ts";
import type { StockLayer } from "./layer.ts";
import { LONG, SHORT } from "./position-side.ts";
import { TIER_COUNT } from "./tier.ts";

/**
 * A sketch of a tile: the tiers of each side summed in its first plane, the other planes empty. All that a map of every tier draws, in two fifths of the
 * bytes once compressed. Cells are those of the sum, rounded to the byte scale once more (+-3.5 %).
 */
export function tiersTogether<L extends StockLayer>(tile: HeatTile<L>): HeatTile<L> {
  const sketch = createTile<L>(tile);
  sketch.states.set(tile.states);
  const occupied = occupiedRows(tile);
  const densities = new Float64Array(TILE_COLUMNS);
  for (const side of [LONG, SHORT] as const) {
    for (let cell = 0; cell < TILE_CELLS; cell++) {
      densities.fill(0);
      for (let tier = 0; tier < TIER_COUNT; tier++) {
        const row = planeOf(side, tier) * TILE_CELLS + cell;
        if (occupied[row] === 0) continue;
        const from = row * TILE_COLUMNS;
        for (let column = 0; column < TILE_COLUMNS; column++) densities[column] += DENSITY_OF_BYTE[tile.bytes[from + column]];
      }
      const to = (planeOf(side, 0) * TILE_CELLS + cell) * TILE_COLUMNS;
      for (let column = 0; column < TILE_COLUMNS; column++) sketch.bytes[to + column] = encodeDensity(densities[column]);
    }
  }
  return sketch;
}
