import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNIT_RADIUS, bubblesInSight, cellPlacesOf, cellUnder, radiusOf } from "./bubbles.ts";

const SIGHT = { firstColumn: 100, lastColumn: 110, firstCell: 1000, lastCell: 1049 };
const ROWS_PER_CELL = 5;
/** Columns 4 px wide from column 100 on, rows 2 px high from row 5000 upward. */
const PROJECTION = { xOfColumn: (column: number) => (column - 100) * 4, yOfRow: (row: number) => 500 - (row - 5_000) * 2 };
const PLACES = { left: -400, columnWidth: 4, bottom: 10_500, cellHeight: 10 };
const STYLE = { sides: ["long", "short"], unitUsd: 1e6 } as const;
const cell = (column: number, cell: number, usd: { longUsd?: number; shortUsd?: number }) => ({ column, cell, longUsd: 0, shortUsd: 0, prints: 1, ...usd });
const bubblesOf = (cells: readonly ReturnType<typeof cell>[], style: Parameters<typeof bubblesInSight>[0]["style"] = STYLE) =>
  bubblesInSight({ cells, style, sight: SIGHT, places: PLACES });

describe("cellPlacesOf", () => {
  it("places every cell from two rows and two columns", () =>
    expect(cellPlacesOf({ projection: PROJECTION, sight: SIGHT, rowsPerCell: ROWS_PER_CELL })).toEqual(PLACES));

  it("knows none on an empty chart", () => {
    const projection = { ...PROJECTION, yOfRow: () => undefined };
    expect(cellPlacesOf({ projection, sight: SIGHT, rowsPerCell: ROWS_PER_CELL })).toBeUndefined();
  });
});

describe("bubblesInSight", () => {
  it("puts a bubble into the middle of its column and cell, of the colour of its side", () => {
    const of = cell(101, 1002, { shortUsd: 1e6 });
    const [bubble, ...others] = bubblesOf([of]);
    expect(others).toEqual([]);
    expect(bubble).toEqual({ x: 6, y: 475, radius: UNIT_RADIUS, side: "short", of });
  });

  it("draws each side of a cell by itself, and only the chosen ones", () => {
    const both = [cell(101, 1002, { longUsd: 4e6, shortUsd: 1e6 })];
    expect(bubblesOf(both).map(({ side, radius }) => [side, radius])).toEqual([
      ["long", 2 * UNIT_RADIUS],
      ["short", UNIT_RADIUS],
    ]);
    expect(bubblesOf(both, { ...STYLE, sides: ["short"] }).map(({ side }) => side)).toEqual(["short"]);
  });

  it("leaves out what is not in sight", () => {
    const outside = [cell(99, 1002, { longUsd: 1 }), cell(111, 1002, { longUsd: 1 }), cell(101, 999, { longUsd: 1 }), cell(101, 1050, { longUsd: 1 })];
    expect(bubblesOf(outside)).toEqual([]);
    expect(bubblesOf([cell(110, 1049, { longUsd: 1 })])).toHaveLength(1);
  });
});

describe("radiusOf", () => {
  it("grows with dollars, by area, between two bounds", () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e12, noNaN: true }), fc.double({ min: 1, max: 100, noNaN: true }), (usd, factor) => {
        const [small, large] = [radiusOf(usd, 1e6), radiusOf(usd * factor, 1e6)];
        expect(large).toBeGreaterThanOrEqual(small);
        expect(large / small).toBeLessThanOrEqual(Math.sqrt(factor) + 1e-9);
        expect(small).toBeGreaterThan(1);
        expect(large).toBeLessThan(40);
      }),
    );
  });
});

describe("cellUnder", () => {
  const bubbles = bubblesOf([cell(101, 1002, { longUsd: 9e6 }), cell(103, 1002, { shortUsd: 1e4 })]);

  it("finds the nearest of the bubbles that are hit", () => {
    expect(cellUnder(bubbles, { x: 8, y: 475 })?.longUsd).toBe(9e6);
    expect(cellUnder(bubbles, { x: 13, y: 475 })?.shortUsd).toBe(1e4);
  });

  it("finds nothing beside them", () => expect(cellUnder(bubbles, { x: 6, y: 300 })).toBeUndefined());
});
