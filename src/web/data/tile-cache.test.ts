import { describe, expect, it } from "vitest";
import type { HeatColumn } from "#core/heat-column.ts";
import { PLANE_COUNT } from "#core/heat-column.ts";
import { COLUMN_STATE, type HeatTile, TILE_CELLS, TILE_COLUMNS, createTile, putColumn } from "#core/heat-tile.ts";
import { createTileCache } from "./tile-cache.ts";

const AT = { x: 0, y: 0 };

function columnOf(
  column: number,
  { value, provisional = false, cellCount = TILE_CELLS }: { value: number; provisional?: boolean; cellCount?: number },
): HeatColumn<"modelled"> {
  return { layer: "modelled", column, provisional, firstCell: 0, cellCount, bytes: new Uint8Array(PLANE_COUNT * cellCount).fill(value) };
}

function tileWith(...columns: HeatColumn<"modelled">[]): HeatTile<"modelled"> {
  const tile = createTile({ layer: "modelled", level: 1, ...AT });
  for (const column of columns) putColumn(tile, column);
  return tile;
}

const byteAt = (tile: HeatTile, column: number): number => tile.bytes[column];

describe("createTileCache", () => {
  it("keeps a live column that is newer than the server's reply", () => {
    const cache = createTileCache({ layer: "modelled", level: 1 });
    cache.putColumn(columnOf(5, { value: 9, provisional: true }));
    const { tile } = cache.put(AT, tileWith(columnOf(4, { value: 3 })));
    expect([byteAt(tile, 4), byteAt(tile, 5)]).toEqual([3, 9]);
  });

  it("never lets a forming column replace a final one", () => {
    const cache = createTileCache({ layer: "modelled", level: 1 });
    cache.putColumn(columnOf(5, { value: 9, provisional: true }));
    const { tile } = cache.put(AT, tileWith(columnOf(5, { value: 3 })));
    expect(byteAt(tile, 5)).toBe(3);
    expect(tile.states[5]).toBe(COLUMN_STATE.final);
  });

  it("writes a live column into every loaded tile it crosses, and counts the change", () => {
    const cache = createTileCache({ layer: "modelled", level: 1 });
    const before = cache.put(AT, undefined).revision;
    cache.put({ x: 0, y: 1 }, undefined);
    const changed = cache.putColumn(columnOf(7, { value: 2, cellCount: TILE_CELLS + 10 }));
    expect(changed.map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [0, 1],
    ]);
    expect(cache.get(AT)?.revision).toBe(before + 1);
    expect(cache.get(AT)?.occupied[0]).toBe(1);
  });

  it("is sealed only when every column is final", () => {
    const cache = createTileCache({ layer: "modelled", level: 1 });
    cache.put(AT, tileWith(...Array.from({ length: TILE_COLUMNS }, (_, column) => columnOf(column, { value: 1, cellCount: 1 }))));
    cache.put({ x: 1, y: 0 }, undefined);
    expect(cache.unsealed().map(({ x }) => x)).toEqual([1]);
  });

  it("forgets the least recently used tile beyond its capacity", () => {
    const cache = createTileCache({ layer: "modelled", level: 1 }, 2);
    cache.put({ x: 0, y: 0 }, undefined);
    cache.put({ x: 1, y: 0 }, undefined);
    cache.get({ x: 0, y: 0 });
    cache.put({ x: 2, y: 0 }, undefined);
    expect([0, 1, 2].map((x) => cache.get({ x, y: 0 }) !== undefined)).toEqual([true, false, true]);
  });
});
