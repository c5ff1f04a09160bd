import { expect, test } from "vitest";
import { planeOf } from "./heat-column.ts";
import { DENSITY_OF_BYTE } from "./heat-scale.ts";
import { COLUMN_STATE, type HeatTile, TILE_CELLS, TILE_COLUMNS, createTile } from "./heat-tile.ts";
import { LONG, SHORT } from "./position-side.ts";
import { TIER_COUNT } from "./tier.ts";
import { tiersTogether } from "./tiers-together.ts";

const at = (plane: number, cell: number, column: number) => (plane * TILE_CELLS + cell) * TILE_COLUMNS + column;

/** What a side holds in a cell, whatever its tier. */
function densityOf(tile: HeatTile, side: typeof LONG | typeof SHORT, cell: number, column: number): number {
  let sum = 0;
  for (let tier = 0; tier < TIER_COUNT; tier++) sum += DENSITY_OF_BYTE[tile.bytes[at(planeOf(side, tier), cell, column)]];
  return sum;
}

test("a sketch holds as much of each side in each cell, in its first plane, with the states of the tile", () => {
  const tile = createTile({ layer: "modelled", level: 1, x: 7, y: -2 });
  tile.states.fill(COLUMN_STATE.final, 0, 200);
  for (let index = 0; index < 40_000; index++) tile.bytes[(index * 7_919) % tile.bytes.length] = 1 + ((index * 31) % 200);
  const sketch = tiersTogether(tile);
  expect({ ...sketch, bytes: 0, states: 0 }).toEqual({ ...tile, bytes: 0, states: 0 });
  expect(sketch.states).toEqual(tile.states);
  for (const side of [LONG, SHORT] as const) {
    for (let index = 0; index < TILE_CELLS * TILE_COLUMNS; index += 13) {
      const [cell, column] = [Math.floor(index / TILE_COLUMNS), index % TILE_COLUMNS];
      const sum = densityOf(tile, side, cell, column);
      const drawn = DENSITY_OF_BYTE[sketch.bytes[at(planeOf(side, 0), cell, column)]];
      expect(Math.abs(drawn - sum)).toBeLessThanOrEqual(sum * 0.036);
    }
    for (let tier = 1; tier < TIER_COUNT; tier++) {
      const from = at(planeOf(side, tier), 0, 0);
      expect(sketch.bytes.subarray(from, from + TILE_CELLS * TILE_COLUMNS).some(Boolean)).toBe(false);
    }
  }
});
