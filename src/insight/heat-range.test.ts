import { expect, it } from "vitest";
import { planeOf } from "#core/heat-column.ts";
import { DENSITY_OF_BYTE, encodeDensity } from "#core/heat-scale.ts";
import { COLUMN_STATE, type HeatTile, TILE_CELLS, TILE_COLUMNS, createTile } from "#core/heat-tile.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { heatRangeOf } from "./heat-range.ts";

const WHOLE = { fromColumn: 0, toColumn: TILE_COLUMNS, fromCell: 0, toCell: TILE_CELLS };

function tileOf(byteAt: (cell: number, column: number) => number, state: number = COLUMN_STATE.final): HeatTile {
  const tile = createTile({ layer: "modelled", level: 2, x: 0, y: 0 });
  tile.states.fill(state);
  fill(tile, LONG, byteAt);
  return tile;
}

function fill(tile: HeatTile, side: typeof LONG | typeof SHORT, byteAt: (cell: number, column: number) => number): void {
  for (let cell = 0; cell < TILE_CELLS; cell++)
    for (let column = 0; column < TILE_COLUMNS; column++) tile.bytes[(planeOf(side, 2) * TILE_CELLS + cell) * TILE_COLUMNS + column] = byteAt(cell, column);
}

it("runs from the density that a fifth of the map lies below to the one that only rare cells pass", () => {
  // Cell c of 256 holds byte 50 + c / 2: quantiles are known.
  const range = heatRangeOf([tileOf((cell) => 50 + (cell >> 1))], WHOLE);
  expect(range?.high).toBe(DENSITY_OF_BYTE[50 + 127]);
  expect(encodeDensity(range?.low ?? 0)).toBe(Math.max(50 + Math.ceil(0.2 * 128) - 1, encodeDensity(DENSITY_OF_BYTE[177] / 300)));
});

it("does not stretch a flat map to full contrast, nor lose the valleys of a steep one", () => {
  const flat = heatRangeOf([tileOf(() => 120)], WHOLE);
  expect((flat?.high ?? 0) / (flat?.low ?? 1)).toBeCloseTo(60, 9);
  const steep = heatRangeOf([tileOf((cell) => (cell < 250 ? 10 : 240))], WHOLE);
  expect((steep?.high ?? 0) / (steep?.low ?? 1)).toBeCloseTo(300, 9);
});

it("counts neither empty cells, nor absent columns, nor what lies outside, and says nothing of too little", () => {
  const half = tileOf((cell) => (cell < 128 ? 0 : 100));
  expect(heatRangeOf([half], WHOLE)?.high).toBe(DENSITY_OF_BYTE[100]);
  expect(heatRangeOf([tileOf(() => 100, COLUMN_STATE.absent)], WHOLE)).toBeUndefined();
  expect(heatRangeOf([half], { ...WHOLE, toCell: 128 })).toBeUndefined();
  expect(heatRangeOf([half], { ...WHOLE, toColumn: 10 })).toBeUndefined();
});

it("tells the range of each side's cells, those where it holds more", () => {
  const tile = tileOf((cell) => (cell < 128 ? 100 : 90));
  fill(tile, SHORT, (cell) => (cell < 128 ? 0 : 160));
  const range = heatRangeOf([tile], WHOLE);
  expect(range?.long).toEqual({ low: DENSITY_OF_BYTE[100] / 60, high: DENSITY_OF_BYTE[100] });
  const both = DENSITY_OF_BYTE[encodeDensity(DENSITY_OF_BYTE[90] + DENSITY_OF_BYTE[160])];
  expect(range?.short).toEqual({ low: both / 60, high: both });
  expect(range?.high).toBe(both);
});

it("says nothing of a side that has too few cells", () => {
  const tile = tileOf((cell) => (cell < 253 ? 100 : 0));
  fill(tile, SHORT, (cell) => (cell < 253 ? 0 : 100));
  const range = heatRangeOf([tile], WHOLE);
  expect(range?.long?.high).toBe(DENSITY_OF_BYTE[100]);
  expect(range?.short).toBeUndefined();
});
