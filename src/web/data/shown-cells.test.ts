import { describe, expect, it } from "vitest";
import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { DENSITY_OF_BYTE, usdOfDensity } from "#core/heat-scale.ts";
import { COLUMN_STATE } from "#core/heat-tile.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { shownCells } from "./shown-cells.ts";
import { createTileCache } from "./tile-cache.ts";

const LEVEL = HEAT_LEVELS[1];
const LONG_10X = planeOf(LONG, 1);
const LONG_25X = planeOf(LONG, 2);
const SHORT_10X = planeOf(SHORT, 1);
const usdOfByte = (byte: number): number => usdOfDensity(DENSITY_OF_BYTE[byte], LEVEL.rowsPerCell);

/** Columns 255 and 256, either side of an edge of tiles: two tiers of longs in cells 255 and 256, faint shorts in 258. */
function cacheWithColumns() {
  const cache = createTileCache({ layer: "modelled", level: 1 });
  for (const x of [0, 1]) for (const y of [0, 1]) cache.put({ x, y }, undefined);
  const bytes = new Uint8Array(PLANE_COUNT * 512);
  for (const plane of [LONG_10X, LONG_25X]) bytes.fill(50, plane * 512 + 255, plane * 512 + 257);
  bytes[SHORT_10X * 512 + 258] = 10;
  for (const column of [255, 256]) cache.putColumn({ layer: "modelled", column, provisional: column === 256, firstCell: 0, cellCount: 512, bytes });
  return cache;
}

describe("shownCells", () => {
  const at = { firstColumn: 254, lastColumn: 256, firstCell: 254, lastCell: 260 };
  const read = (planes: readonly number[], threshold = 0) => shownCells({ cache: cacheWithColumns(), level: LEVEL, planes, threshold, at });

  it("lists what is drawn, column by column over the edges of tiles, and what is not estimated as absent", () => {
    const { columns, cells, states, firstColumn } = read([LONG_10X, SHORT_10X]);
    expect([...columns]).toEqual([255, 255, 255, 256, 256, 256]);
    expect([...cells]).toEqual([255, 256, 258, 255, 256, 258]);
    expect(firstColumn).toBe(254);
    expect([...states]).toEqual([COLUMN_STATE.absent, COLUMN_STATE.final, COLUMN_STATE.provisional]);
  });

  it("sums the chosen tiers of a side, and keeps sides apart", () => {
    const { longUsd, shortUsd } = read([LONG_10X, LONG_25X, SHORT_10X]);
    expect(longUsd[0]).toBeCloseTo(2 * usdOfByte(50), 1);
    expect(shortUsd[0]).toBe(0);
    expect(longUsd[2]).toBe(0);
    expect(shortUsd[2]).toBeCloseTo(usdOfByte(10), 1);
  });

  it("leaves out what the threshold hides", () => {
    expect([...read([LONG_10X, SHORT_10X], DENSITY_OF_BYTE[20]).cells]).toEqual([255, 256, 255, 256]);
  });
});
