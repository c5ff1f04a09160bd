import { describe, expect, test } from "vitest";
import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { densityOf, encodeDensity } from "#core/heat-scale.ts";
import { TILE_CELLS, TILE_COLUMNS, createTile, putColumn, occupiedRows } from "#core/heat-tile.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { priceAt } from "#core/price-rows.ts";
import { type ConfidenceFloor, floorTable } from "#insight/confidence.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import { sureGrid } from "#web/data/sure-grid.ts";
import { createColourTables } from "./colour-table.ts";
import { colouriseTile } from "./colourise.ts";
import { hiddenCells, hiddenIndex } from "./hidden-cells.ts";

/** Level 1: two cells a bin. The mark lies in the middle of tile row 40. */
const LEVEL = 1;
const { rowsPerCell } = HEAT_LEVELS[LEVEL];
const FIRST_CELL = 40 * TILE_CELLS;
const MARK_ROW = (FIRST_CELL + 128) * rowsPerCell;
const floor: ConfidenceFloor = {
  least: 0.35,
  spread: {
    mark: priceAt(MARK_ROW + 0.5),
    firstBin: MARK_ROW / 10 - 200,
    rowsPerBin: 10,
    binCount: 400,
    variance: [new Float64Array(400).fill(0.05), Float64Array.from({ length: 400 }, (_, bin) => 0.05 + 0.002 * Math.max(0, bin - 200))],
    lean: 0,
    positionUsd: 100_000,
  },
};
const table = floorTable(floor, rowsPerCell);
const NEEDED = table.leastUsd[LONG][100];

/** What stands in some cells of column 7, by plane, in USD. */
function tileWith(standing: readonly { readonly plane: number; readonly cell: number; readonly usd: number }[]) {
  const tile = createTile({ layer: "modelled", level: LEVEL, x: 0, y: 40 });
  const bytes = new Uint8Array(PLANE_COUNT * TILE_CELLS);
  for (const { plane, cell, usd } of standing) bytes[plane * TILE_CELLS + cell] = encodeDensity(densityOf(usd, rowsPerCell));
  putColumn(tile, { layer: "modelled", column: 7, provisional: false, firstCell: FIRST_CELL, cellCount: TILE_CELLS, bytes });
  return { tile, occupied: occupiedRows(tile) };
}
const isHidden = (hidden: Uint8Array, side: number, cell: number) => hidden[hiddenIndex(side, cell) + 7] === 1;
const unmarked = () => undefined;

describe("hiddenCells", () => {
  test("judges the bin, not the cell, and all tiers of a side together", () => {
    const halves = [
      { plane: planeOf(LONG, 0), cell: 20, usd: NEEDED * 0.6 },
      { plane: planeOf(LONG, 3), cell: 21, usd: NEEDED * 0.6 },
      { plane: planeOf(LONG, 0), cell: 30, usd: NEEDED * 0.6 },
    ];
    const hidden = hiddenCells({ ...tileWith(halves), table, markOf: unmarked });
    expect([20, 21, 30, 31].map((cell) => isHidden(hidden, LONG, cell))).toEqual([false, false, true, true]);
    expect(isHidden(hidden, SHORT, 20)).toBe(false);
  });

  test("what was as far from an earlier price is as sure", () => {
    const far = [{ plane: planeOf(SHORT, 2), cell: 200, usd: table.leastUsd[SHORT][200] * 1.3 }];
    const now = hiddenCells({ ...tileWith(far), table, markOf: unmarked });
    const earlier = hiddenCells({ ...tileWith(far), table, markOf: () => priceAt(MARK_ROW + 72 * rowsPerCell + 0.5) });
    expect([isHidden(now, SHORT, 200), isHidden(earlier, SHORT, 200)]).toEqual([true, false]);
  });

  test("what is hidden is not painted, and leaves the other side's colour", () => {
    const both = [
      { plane: planeOf(LONG, 0), cell: 20, usd: NEEDED * 0.5 },
      { plane: planeOf(SHORT, 0), cell: 20, usd: NEEDED * 0.2 },
    ];
    const of = tileWith(both);
    const tables = createColourTables({ planes: [], palette: "sides", surface: "dark", low: 1e3, high: 1e7, threshold: 0 });
    const pixels = new Uint32Array(TILE_CELLS * TILE_COLUMNS);
    colouriseTile({ ...of, planes: [0, 5], tables, hidden: hiddenCells({ ...of, table, markOf: unmarked }) }, pixels);
    expect(pixels.every((pixel) => pixel === 0)).toBe(true);
  });

  test("the book beside the map hides the very same cells", () => {
    const standing = Array.from({ length: 256 }, (_, cell) => ({
      plane: planeOf(cell < 128 ? LONG : SHORT, cell % 5),
      cell,
      usd: NEEDED * 0.02 * ((cell * 37) % 61),
    }));
    const of = tileWith(standing);
    const hidden = hiddenCells({ ...of, table, markOf: unmarked });
    const usd = new Float32Array(PLANE_COUNT * TILE_CELLS);
    for (const { plane, cell, usd: held } of standing) usd[plane * TILE_CELLS + cell] = held;
    const grid: LevelsGrid = {
      layer: "modelled",
      time: 0,
      mark: floor.spread.mark,
      openInterestUsd: 1,
      rowsPerCell,
      firstCell: FIRST_CELL,
      cellCount: TILE_CELLS,
      usd,
    };
    const sure = sureGrid(grid, floor);
    const differing = standing.filter(
      ({ plane, cell, usd: held }) => held > 1_000 && (sure.usd[plane * TILE_CELLS + cell] === 0) !== isHidden(hidden, cell < 128 ? LONG : SHORT, cell),
    );
    // The map is kept to within 3.5 %: a bin that close to the floor may fall on either side of it.
    expect(differing.length).toBeLessThanOrEqual(6);
    expect(standing.some(({ plane, cell }) => sure.usd[plane * TILE_CELLS + cell] > 0)).toBe(true);
    expect(sureGrid({ ...grid, layer: "measured" }, floor).usd).toBe(grid.usd);
  });
});
