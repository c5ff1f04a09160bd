import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AGE_BANDS, AGE_BAND_NAMES, type AgeBand, lookBackColumns } from "#core/age-band.ts";
import { type HeatColumn, PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { DENSITY_OF_BYTE, HEAT_FLOOR, encodeDensity, usdOfDensity } from "#core/heat-scale.ts";
import { type HeatTile, TILE_CELLS, TILE_COLUMNS, createTile, putColumn, tileXOfColumn } from "#core/heat-tile.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { columnOfBand, levelsOfBand, tileOfBand } from "./age-bands.ts";
import { leastStanding } from "./least-standing.ts";

const LEVEL = 1;
const FIRST_CELL = 100;
const CELLS = 6;
const LONGS = planeOf(LONG, 4);
const SHORTS = planeOf(SHORT, 4);

/** A column with bytes in the 100x planes: longs in its lower half, shorts in the upper one. */
function columnWith(column: number, held: readonly number[]): HeatColumn<"modelled"> {
  const bytes = new Uint8Array(PLANE_COUNT * CELLS);
  held.forEach((byte, cell) => (bytes[(cell < CELLS / 2 ? LONGS : SHORTS) * CELLS + cell] = byte));
  return { layer: "modelled", column, provisional: false, firstCell: FIRST_CELL, cellCount: CELLS, bytes };
}

function rowOfTiles(columns: readonly HeatColumn<"modelled">[]): Map<number, HeatTile<"modelled">> {
  const row = new Map<number, HeatTile<"modelled">>();
  for (const column of columns) {
    const x = tileXOfColumn(column.column);
    const tile = row.get(x) ?? createTile({ layer: "modelled", level: LEVEL, x, y: 0 });
    row.set(x, tile);
    putColumn(tile, column);
  }
  return row;
}

const byteAt = (tile: HeatTile | undefined, plane: number, cell: number, column: number): number | undefined =>
  tile?.bytes[(plane * TILE_CELLS + cell) * TILE_COLUMNS + (column % TILE_COLUMNS)];

const lookBackOf = (band: AgeBand): number => lookBackColumns(HEAT_LEVELS[LEVEL], band);

describe("bands of age", () => {
  it("look back over whole columns, at least one", () => {
    expect(HEAT_LEVELS.map((level) => lookBackColumns(level, "new-90m"))).toEqual([90, 18, 3, 1, 1]);
    expect(HEAT_LEVELS.map((level) => lookBackColumns(level, "new-24h"))).toEqual([1440, 288, 48, 12, 2]);
  });

  it("keep what came on top of the least of the look-back, and forget it once it has stood as long", () => {
    const columns = Array.from({ length: 400 }, (_, column) => columnWith(column, [100, column < 50 ? 100 : 120, 100, 100, 100, 100]));
    const row = rowOfTiles(columns);
    const tile = tileOfBand(row, 0, { band: "new-90m", lookBack: 18 });
    const added = encodeDensity(DENSITY_OF_BYTE[120] - DENSITY_OF_BYTE[100]);
    expect([49, 50, 67, 68].map((column) => byteAt(tile, LONGS, FIRST_CELL + 1, column))).toEqual([0, added, added, 0]);
    expect(byteAt(tile, LONGS, FIRST_CELL, 60)).toBe(0);
    const old = [0, 1].map((x) => tileOfBand(row, x, { band: "old-24h", lookBack: 288 }));
    expect([50, 255, 337, 338].map((column) => byteAt(old[tileXOfColumn(column)], LONGS, FIRST_CELL + 1, column))).toEqual([100, 100, 100, 120]);
  });

  it("call nothing new where no column before reaches, nor a difference that is rounding", () => {
    const row = rowOfTiles([columnWith(10, [0, 90, 90, 90, 90, 0]), columnWith(11, [90, 91, 95, 90, 99, 90])]);
    const tile = tileOfBand(row, 0, { band: "new-90m", lookBack: 18 });
    const kept = Array.from({ length: CELLS }, (_, cell) => byteAt(tile, cell < CELLS / 2 ? LONGS : SHORTS, FIRST_CELL + cell, 11));
    const added = (now: number, before: number) => encodeDensity(DENSITY_OF_BYTE[now] - DENSITY_OF_BYTE[before]);
    // The outermost cells of column 11 lie beyond column 10.
    expect(kept).toEqual([0, 0, added(95, 90), 0, added(99, 90), 0]);
    expect(byteAt(tile, LONGS, FIRST_CELL + 1, 10)).toBe(0);
  });

  it("take a cell that price has emptied for empty, not for unknown", () => {
    const row = rowOfTiles([columnWith(10, [90, 90, 0, 0, 90, 90]), columnWith(11, [90, 90, 80, 80, 90, 90])]);
    const tile = tileOfBand(row, 0, { band: "new-90m", lookBack: 18 });
    expect([byteAt(tile, LONGS, FIRST_CELL + 2, 11), byteAt(tile, SHORTS, FIRST_CELL + 3, 11)]).toEqual([80, 80]);
  });

  const history = fc.record({
    first: fc.integer({ min: 200, max: 700 }),
    columns: fc.array(fc.option(fc.array(fc.integer({ min: 1, max: 255 }), { minLength: CELLS, maxLength: CELLS }), { freq: 5 }), {
      minLength: 1,
      maxLength: 350,
    }),
    band: fc.constantFrom(...AGE_BAND_NAMES),
  });
  const columnsOf = (first: number, columns: readonly (number[] | null)[]) =>
    columns.flatMap((held, index) => (held === null ? [] : columnWith(first + index, held)));

  it("are, in every column, what a search of the columns before it finds", () => {
    fc.assert(
      fc.property(history, ({ first, columns, band }) => {
        const made = columnsOf(first, columns);
        const last = made.at(-1);
        if (last === undefined) return;
        const lookBack = lookBackOf(band);
        const tile = tileOfBand(rowOfTiles(made), tileXOfColumn(last.column), { band, lookBack });
        const before = made.filter(({ column }) => column >= last.column - lookBack && column < last.column);
        for (let cell = 0; cell < CELLS; cell++) {
          const plane = cell < CELLS / 2 ? LONGS : SHORTS;
          const held = ({ bytes }: HeatColumn) => bytes[plane * CELLS + cell];
          const now = held(last);
          const least = before.length === 0 ? now : Math.min(...before.map(held));
          const stood = now <= least + 1 ? now : least;
          const added = now <= least + 1 ? 0 : encodeDensity(DENSITY_OF_BYTE[now] - DENSITY_OF_BYTE[least]);
          expect(byteAt(tile, plane, FIRST_CELL + cell, last.column)).toBe(AGE_BANDS[band].part === "stood" ? stood : added);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("are the same of a live column as of the tile that it ends in, and of its levels", () => {
    fc.assert(
      fc.property(history, ({ first, columns, band }) => {
        const made = columnsOf(first, columns);
        const last = made.at(-1);
        if (last === undefined) return;
        const lookBack = lookBackOf(band);
        const row = rowOfTiles(made);
        const least = leastStanding(new Map([[0, row]]), { level: LEVEL, from: last.column - lookBack, to: last.column });
        const live = columnOfBand(last, least, band);
        const tile = tileOfBand(row, tileXOfColumn(last.column), { band, lookBack });
        for (let cell = 0; cell < CELLS; cell++)
          for (const plane of [LONGS, SHORTS]) expect(live.bytes[plane * CELLS + cell]).toBe(byteAt(tile, plane, FIRST_CELL + cell, last.column));
        const { rowsPerCell } = HEAT_LEVELS[LEVEL];
        const usd = Float32Array.from(last.bytes, (byte) => usdOfDensity(DENSITY_OF_BYTE[byte], rowsPerCell));
        const levels = levelsOfBand({ mark: 1, rowsPerCell, firstCell: FIRST_CELL, cellCount: CELLS, usd }, least, band);
        levels.usd.forEach((kept, index) => {
          const exact = usdOfDensity(DENSITY_OF_BYTE[live.bytes[index]], rowsPerCell);
          expect(Math.abs(kept - exact)).toBeLessThanOrEqual(0.036 * exact + 1e-3 * usd[index] + usdOfDensity(HEAT_FLOOR, rowsPerCell));
        });
      }),
      { numRuns: 40 },
    );
  });
});
