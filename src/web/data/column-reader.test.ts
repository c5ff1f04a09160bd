import { describe, expect, test } from "vitest";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { DENSITY_OF_BYTE, encodeDensity, usdOfDensity } from "#core/heat-scale.ts";
import { COLUMN_STATE, TILE_CELLS, TILE_COLUMNS } from "#core/heat-tile.ts";
import { mapOf } from "./drawn-map.conformance.ts";
import { createColumnReader } from "./column-reader.ts";

const level = HEAT_LEVELS[1];
const held = usdOfDensity(DENSITY_OF_BYTE[encodeDensity(1e6)], level.rowsPerCell);

describe("createColumnReader", () => {
  const cache = mapOf([
    { column: TILE_COLUMNS - 1, cells: [TILE_CELLS - 1, TILE_CELLS], plane: 2, density: 1e6 },
    { column: TILE_COLUMNS - 1, cells: [TILE_CELLS], plane: 7, density: 1e6 },
  ]);
  const reader = createColumnReader({ cache, level });

  test("sums planes over the edge of a tile", () => {
    const usd = reader.usd(TILE_COLUMNS - 1, [2, 7], { first: TILE_CELLS - 2, last: TILE_CELLS + 1 });
    expect(Array.from(usd, (value) => Math.round((value / held) * 10) / 10)).toEqual([0, 1, 2, 0]);
  });

  test("tells what is not loaded from what is absent", () => {
    expect(reader.state(TILE_COLUMNS - 1, TILE_CELLS)).toBe(COLUMN_STATE.final);
    expect(reader.state(TILE_COLUMNS - 2, TILE_CELLS)).toBe(COLUMN_STATE.absent);
    expect(reader.state(9 * TILE_COLUMNS, TILE_CELLS)).toBeUndefined();
    expect(reader.usd(9 * TILE_COLUMNS, [2], { first: 0, last: 1 })).toEqual(new Float64Array(2));
  });
});
