import { expect, test } from "vitest";
import { COLUMN_STATE, TILE_COLUMNS, createTile } from "#core/heat-tile.ts";
import { cacheUntil } from "./cache-until.ts";
import { createTileCache } from "./tile-cache.ts";

function fullCache() {
  const cache = createTileCache({ layer: "modelled", level: 0 });
  for (const x of [0, 1, 2]) {
    const tile = createTile({ layer: "modelled", level: 0, x, y: 0 });
    tile.states.fill(COLUMN_STATE.final);
    cache.put({ x, y: 0 }, tile);
  }
  return cache;
}

test("columns after the last shown one are absent, whatever is loaded, and come back", () => {
  const cache = fullCache();
  const last = TILE_COLUMNS + 10;
  const until = cacheUntil(cache, last);
  for (let column = 0; column < 3 * TILE_COLUMNS; column++) {
    const x = Math.floor(column / TILE_COLUMNS);
    expect(until.get({ x, y: 0 })?.tile.states[column - x * TILE_COLUMNS]).toBe(column <= last ? COLUMN_STATE.final : COLUMN_STATE.absent);
  }
  expect(cacheUntil(cache, undefined).get({ x: 2, y: 0 })?.tile.states[0]).toBe(COLUMN_STATE.final);
});
