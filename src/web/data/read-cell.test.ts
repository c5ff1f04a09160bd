import { describe, expect, it } from "vitest";
import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { DENSITY_OF_BYTE, usdOfDensity } from "#core/heat-scale.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { readCell } from "./read-cell.ts";
import { createTileCache } from "./tile-cache.ts";

const LEVEL = HEAT_LEVELS[1];
const LONG_10X = planeOf(LONG, 1);
const SHORT_10X = planeOf(SHORT, 1);
const usdOfByte = (byte: number): number => usdOfDensity(DENSITY_OF_BYTE[byte], LEVEL.rowsPerCell);

/** One column over two tiles: longs of byte 50 in cells 250..259, shorts of byte 60 in 262..265; the mark is in 260. */
function cacheWithColumn() {
  const cache = createTileCache({ layer: "modelled", level: 1 });
  for (const y of [0, 1]) cache.put({ x: 0, y }, undefined);
  const bytes = new Uint8Array(PLANE_COUNT * 512);
  bytes.fill(50, LONG_10X * 512 + 250, LONG_10X * 512 + 260);
  bytes.fill(60, SHORT_10X * 512 + 262, SHORT_10X * 512 + 266);
  cache.putColumn({ layer: "modelled", column: 8, provisional: true, firstCell: 0, cellCount: 512, bytes });
  return cache;
}

describe("readCell", () => {
  const cache = cacheWithColumn();
  const read = (cell: number, planes = [LONG_10X, SHORT_10X]) => readCell({ cache, level: LEVEL, planes, at: { column: 8, cell, markCell: 260 } });

  it("reads the planes of a cell and totals longs down from the mark, across tiles", () => {
    const reading = read(252);
    expect(reading?.usdByPlane[LONG_10X]).toBeCloseTo(usdOfByte(50));
    expect(reading?.cumulativeUsd).toBeCloseTo(8 * usdOfByte(50));
    expect(reading?.provisional).toBe(true);
  });

  it("totals shorts up from the mark, and only chosen planes", () => {
    expect(read(264)?.cumulativeUsd).toBeCloseTo(3 * usdOfByte(60));
    expect(read(264, [LONG_10X])?.cumulativeUsd).toBe(0);
  });

  it("says nothing where nothing was estimated", () => {
    expect(readCell({ cache, level: LEVEL, planes: [], at: { column: 9, cell: 252, markCell: 260 } })).toBeUndefined();
    expect(readCell({ cache, level: LEVEL, planes: [], at: { column: 8, cell: 600, markCell: 260 } })).toBeUndefined();
  });
});
