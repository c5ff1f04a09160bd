import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PLANE_COUNT, type StockSnapshot, columnOfSnapshot, planeOf } from "#core/heat-column.ts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { usdOfDensity } from "#core/heat-scale.ts";
import { COLUMN_STATE, TILE_CELLS, TILE_COLUMNS, createTile, putColumn, tileYOfCell, occupiedRows } from "#core/heat-tile.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { priceAt } from "#core/price-rows.ts";
import { asMs } from "#core/units.ts";
import { type HeatStyle, createColourTables } from "./colour-table.ts";
import { colouriseTile } from "./colourise.ts";

/** Cells of every level begin at a multiple of so many rows. */
const BLOCK_ROWS = 20;
const BLOCKS = 12;
const FIRST_ROW = 2_600 * BLOCK_ROWS;
const MARK = priceAt(FIRST_ROW + (BLOCKS / 2) * BLOCK_ROWS);
const STYLE: HeatStyle = { planes: [planeOf(LONG, 2), planeOf(SHORT, 2)], palette: "sides", low: 1e4, high: 1e8, threshold: 0, surface: "dark" };
const TABLES = createColourTables(STYLE);

/** A book that is even within each block of rows. */
function bookOf(densities: readonly number[]): StockSnapshot {
  const rowCount = BLOCKS * BLOCK_ROWS;
  const usd = new Float32Array(PLANE_COUNT * rowCount);
  densities.forEach((density, block) => {
    const from = planeOf(block < BLOCKS / 2 ? LONG : SHORT, 2) * rowCount + block * BLOCK_ROWS;
    usd.fill(usdOfDensity(density, 1), from, from + BLOCK_ROWS);
  });
  return { time: asMs(0), mark: MARK, openInterest: 1, openInterestUsd: 1e9, firstRow: FIRST_ROW, rowCount, usd };
}

/** Colours of a block's cells at a level. */
function coloursOf(snapshot: StockSnapshot, level: number, block: number): ReadonlySet<number> {
  const detail = HEAT_LEVELS[level];
  const column = columnOfSnapshot(snapshot, detail, { layer: "modelled", column: 3, provisional: false });
  const first = (FIRST_ROW + block * BLOCK_ROWS) / detail.rowsPerCell;
  const colours = new Set<number>();
  for (let cell = first; cell < first + BLOCK_ROWS / detail.rowsPerCell; cell++) {
    const tile = createTile({ layer: "modelled", level, x: 0, y: tileYOfCell(cell) });
    putColumn(tile, column);
    colours.add(paint(tile)[(TILE_CELLS - 1 - (cell - tile.y * TILE_CELLS)) * TILE_COLUMNS + 3]);
  }
  return colours;
}

function paint(tile: ReturnType<typeof createTile>, style = STYLE): Uint32Array {
  const pixels = new Uint32Array(TILE_CELLS * TILE_COLUMNS);
  colouriseTile({ tile, occupied: occupiedRows(tile), planes: style.planes, tables: TABLES }, pixels);
  return pixels;
}

describe("the same book has the same colours", () => {
  const density = fc.double({ min: Math.log(500), max: Math.log(1e9), noNaN: true }).map(Math.exp);

  test("at every level of detail: columns and cells of any size", () => {
    fc.assert(
      fc.property(fc.array(density, { minLength: BLOCKS, maxLength: BLOCKS }), fc.nat(BLOCKS - 1), (densities, block) => {
        const book = bookOf(densities);
        const colours = HEAT_LEVELS.map((_, level) => [...coloursOf(book, level, block)]);
        for (const ofLevel of colours) expect(ofLevel).toEqual(colours[0]);
        expect(colours[0]).toHaveLength(1);
      }),
      { numRuns: 40 },
    );
  });

  test("whatever the forming column becomes", () => {
    const bytes = fc.uint8Array({ minLength: PLANE_COUNT * 8, maxLength: PLANE_COUNT * 8 });
    const at = { layer: "modelled", firstCell: 40, cellCount: 8 } as const;
    fc.assert(
      fc.property(bytes, bytes, bytes, (closed, forming, later) => {
        const tile = createTile({ layer: "modelled", level: 1, x: 0, y: 0 });
        putColumn(tile, { ...at, column: 8, provisional: false, bytes: closed });
        putColumn(tile, { ...at, column: 9, provisional: true, bytes: forming });
        const before = paint(tile);
        putColumn(tile, { ...at, column: 9, provisional: true, bytes: later });
        expect(tile.states[9]).toBe(COLUMN_STATE.provisional);
        const after = paint(tile);
        const changed = after.reduce<number[]>((columns, pixel, index) => (pixel === before[index] ? columns : [...columns, index % TILE_COLUMNS]), []);
        expect(changed.every((column) => column === 9)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});
