import { describe, expect, it } from "vitest";
import { DENSITY_OF_BYTE, encodeDensity } from "#core/heat-scale.ts";
import { planeOf } from "#core/heat-column.ts";
import { TILE_CELLS, TILE_COLUMNS, createTile, putColumn, occupiedRows } from "#core/heat-tile.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { type HeatStyle, createColourTables } from "./colour-table.ts";
import { colouriseTile } from "./colourise.ts";

const LONG_5X = planeOf(LONG, 0);
const LONG_50X = planeOf(LONG, 3);
const SHORT_5X = planeOf(SHORT, 0);
const CELL = 10;
const STYLE: HeatStyle = { planes: [LONG_5X, LONG_50X, SHORT_5X], palette: "ember", surface: "dark", low: 1e4, high: 1e7, threshold: 0 };

function painted(byPlane: Record<number, number>, style: HeatStyle): Uint32Array {
  const tile = createTile({ layer: "modelled", level: 0, x: 0, y: 0 });
  const bytes = new Uint8Array(10 * TILE_CELLS);
  for (const [plane, density] of Object.entries(byPlane)) bytes[Number(plane) * TILE_CELLS + CELL] = encodeDensity(density);
  putColumn(tile, { layer: "modelled", column: 3, provisional: false, firstCell: 0, cellCount: TILE_CELLS, bytes });
  const pixels = new Uint32Array(TILE_COLUMNS * TILE_CELLS).fill(0xffffffff);
  colouriseTile({ tile, occupied: occupiedRows(tile), planes: style.planes, tables: createColourTables(style) }, pixels);
  return pixels;
}

const pixelAt = (pixels: Uint32Array, column: number, cell: number): number => pixels[(TILE_CELLS - 1 - cell) * TILE_COLUMNS + column];
const red = (pixel: number): number => pixel & 0xff;
const blue = (pixel: number): number => (pixel >>> 16) & 0xff;
const alpha = (pixel: number): number => pixel >>> 24;
const lightness = (pixel: number): number => red(pixel) + ((pixel >>> 8) & 0xff) + blue(pixel);

const lightnessAt = (density: number): number => lightness(pixelAt(painted({ [LONG_5X]: density }, STYLE), 3, CELL));

describe("colouriseTile", () => {
  it("paints the one cell that holds something, highest price first, and clears the rest", () => {
    const pixels = painted({ [LONG_5X]: 1e6 }, STYLE);
    expect(alpha(pixelAt(pixels, 3, CELL))).toBe(255);
    expect([...pixels].filter((pixel) => pixel !== 0)).toHaveLength(1);
  });

  it("brightens with density, and holds still beyond the bright end", () => {
    expect(lightnessAt(1e5)).toBeGreaterThan(lightnessAt(2e4));
    expect(lightnessAt(1e6)).toBeGreaterThan(lightnessAt(1e5));
    expect(lightnessAt(1e9)).toBe(lightnessAt(1e8));
  });

  it("sums the chosen planes as densities, not as bytes", () => {
    const one = DENSITY_OF_BYTE[encodeDensity(1e6)];
    const both = pixelAt(painted({ [LONG_5X]: one, [LONG_50X]: one }, STYLE), 3, CELL);
    const double = pixelAt(painted({ [LONG_5X]: 2 * one }, STYLE), 3, CELL);
    for (const shift of [0, 8, 16]) expect(Math.abs(((both >>> shift) & 0xff) - ((double >>> shift) & 0xff))).toBeLessThanOrEqual(6);
  });

  it("leaves out planes that are not chosen and cells below the threshold", () => {
    const unchosen = painted({ [LONG_50X]: 1e6 }, { ...STYLE, planes: [LONG_5X] });
    expect(pixelAt(unchosen, 3, CELL)).toBe(0);
    const thin = painted({ [LONG_5X]: 1e5 }, { ...STYLE, threshold: 2e5 });
    expect(pixelAt(thin, 3, CELL)).toBe(0);
    const thick = painted({ [LONG_5X]: 1e5, [LONG_50X]: 1.5e5 }, { ...STYLE, threshold: 2e5 });
    expect(pixelAt(thick, 3, CELL)).not.toBe(0);
  });

  it("gives a cell the ramp of the side that holds more when the palette has two", () => {
    const style: HeatStyle = { ...STYLE, palette: "sides" };
    const long = pixelAt(painted({ [LONG_5X]: 1e6, [SHORT_5X]: 1e5 }, style), 3, CELL);
    const short = pixelAt(painted({ [LONG_5X]: 1e5, [SHORT_5X]: 1e6 }, style), 3, CELL);
    expect(blue(long)).toBeGreaterThan(red(long));
    expect(red(short)).toBeGreaterThan(blue(short));
  });
});
