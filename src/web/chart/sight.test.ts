import { describe, expect, it } from "vitest";
import { TILE_CELLS, TILE_COLUMNS } from "#core/heat-tile.ts";
import { type Projection, tileBox, tilesInSight } from "./sight.ts";

describe("tilesInSight", () => {
  it("covers the sight, newest columns first, on both sides of zero", () => {
    expect(tilesInSight({ firstColumn: 250, lastColumn: 260, firstCell: -1, lastCell: 5 })).toEqual([
      { x: 1, y: -1 },
      { x: 1, y: 0 },
      { x: 0, y: -1 },
      { x: 0, y: 0 },
    ]);
  });
});

describe("tileBox", () => {
  const spacing = 4.3;
  const rowHeight = 0.37;
  const projection: Projection = { xOfColumn: (column) => 17.3 + column * spacing, yOfRow: (row) => 900.7 - row * rowHeight };
  const scale = { projection, rowsPerCell: 5, ratio: { x: 1.5, y: 3 } };

  it("starts at its first column's left edge and ends at its last row's lower edge, in device pixels", () => {
    const box = tileBox({ x: 1, y: 2 }, scale);
    expect(box?.x).toBe(Math.round((17.3 + TILE_COLUMNS * spacing) * 1.5));
    expect(box && box.y + box.height).toBe(Math.round((900.7 - 2 * TILE_CELLS * 5 * rowHeight) * 3));
  });

  it("meets its neighbours without a seam or an overlap", () => {
    for (let index = -3; index < 3; index++) {
      const here = tileBox({ x: index, y: index }, scale);
      const beside = tileBox({ x: index + 1, y: index + 1 }, scale);
      expect(here && here.x + here.width).toBe(beside?.x);
      expect(beside && beside.y + beside.height).toBe(here?.y);
    }
  });

  it("is nothing while the chart is empty", () =>
    expect(tileBox({ x: 0, y: 0 }, { ...scale, projection: { ...projection, xOfColumn: () => undefined } })).toBeUndefined());
});
