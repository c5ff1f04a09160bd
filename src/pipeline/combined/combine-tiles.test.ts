import { expect, test } from "vitest";
import { DENSITY_OF_BYTE, encodeDensity } from "#core/heat-scale.ts";
import { COLUMN_STATE, type HeatTile, TILE_CELLS, TILE_COLUMNS, createTile } from "#core/heat-tile.ts";
import { type TilePart, combineTiles } from "./combine-tiles.ts";

const AT = { layer: "modelled", level: 1, x: 7, y: 40 } as const;

const place = (cell: number, column: number, plane = 0): number => (plane * TILE_CELLS + cell) * TILE_COLUMNS + column;

function partOf(tiles: readonly HeatTile<"modelled">[], shift = 0): TilePart<"modelled"> {
  return { tiles: new Map(tiles.map((tile) => [tile.y, tile])), shifts: new Int32Array(TILE_COLUMNS).fill(shift), states: tiles[0].states };
}

function tileWith(
  y: number,
  cells: readonly { cell: number; column: number; byte: number; plane?: number }[],
  state: number = COLUMN_STATE.final,
): HeatTile<"modelled"> {
  const tile = createTile({ ...AT, y });
  for (const { cell, column, byte, plane } of cells) {
    tile.bytes[place(cell, column, plane)] = byte;
    tile.states[column] = state;
  }
  return tile;
}

test("densities add up, not bytes", () => {
  const a = partOf([tileWith(40, [{ cell: 10, column: 3, byte: 100 }])]);
  const b = partOf([tileWith(40, [{ cell: 10, column: 3, byte: 100 }])]);
  const sum = combineTiles(AT, [a, b]);
  expect(sum.bytes[place(10, 3)]).toBe(encodeDensity(2 * DENSITY_OF_BYTE[100]));
  expect(sum.states[3]).toBe(COLUMN_STATE.final);
  expect(sum.states[4]).toBe(COLUMN_STATE.absent);
});

test("a basis moves cells, over the edge of a tile too, and each column by its own", () => {
  const below = tileWith(39, [
    { cell: TILE_CELLS - 1, column: 0, byte: 80 },
    { cell: TILE_CELLS - 1, column: 1, byte: 90 },
  ]);
  const part = { ...partOf([below]), shifts: Int32Array.from({ length: TILE_COLUMNS }, (_, column) => (column === 0 ? 1 : 3)) };
  const sum = combineTiles(AT, [part]);
  expect(sum.bytes[place(0, 0)]).toBe(80);
  expect(sum.bytes[place(2, 1)]).toBe(90);
  expect(sum.bytes.filter((byte) => byte > 0)).toHaveLength(2);
});

test("a column is final only when nobody has it provisionally", () => {
  const final = partOf([tileWith(40, [{ cell: 1, column: 5, byte: 50, plane: 4 }])]);
  const forming = partOf([tileWith(40, [{ cell: 1, column: 5, byte: 50 }], COLUMN_STATE.provisional)]);
  for (const parts of [
    [final, forming],
    [forming, final],
    [forming, forming],
  ])
    expect(combineTiles(AT, parts).states[5]).toBe(COLUMN_STATE.provisional);
  expect(combineTiles(AT, [final, final, final]).states[5]).toBe(COLUMN_STATE.final);
});

test("a sum leaves nothing behind for the next", () => {
  const part = partOf([tileWith(40, [{ cell: 10, column: 3, byte: 100 }])]);
  const first = combineTiles(AT, [part]);
  expect(combineTiles(AT, [part])).toEqual(first);
});
