import fc from "fast-check";
import { expect, test } from "vitest";
import { cellsOfSide, summedCells } from "./depth-side.ts";
import { WALL_TIMES, findWalls } from "./walls.ts";

const flat = (usd: number, rows = 60) => new Float64Array(rows).fill(usd);

test("a row of many times the rows around it is a wall, with how many", () => {
  const usd = flat(100);
  usd[30] = 900;
  expect(findWalls({ firstRow: 5_000, usd })).toEqual([{ row: 5_030, usd: 900, times: 9 }]);
});

test("what grows slowly outward has no wall, and neither has what is even", () => {
  expect(findWalls({ firstRow: 0, usd: flat(100) })).toEqual([]);
  expect(findWalls({ firstRow: 0, usd: flat(100).map((value, i) => value * 1.05 ** i) })).toEqual([]);
});

test("of a few rows nothing can be said, nor of rows that hold nothing", () => {
  expect(findWalls({ firstRow: 0, usd: Float64Array.from([1, 1, 1, 99, 1]) })).toEqual([]);
  expect(findWalls({ firstRow: 0, usd: flat(0) })).toEqual([]);
});

test("a wall's share of the whole does not depend on its size unit", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1e6 }), { maxLength: 80 }), fc.integer({ min: 1, max: 1_000 }), (values, unit) => {
      const rowsOf = (scale: number) => findWalls({ firstRow: 0, usd: Float64Array.from(values, (value) => value * scale) }).map(({ row }) => row);
      expect(rowsOf(unit)).toEqual(rowsOf(1));
      for (const { row, usd, times } of findWalls({ firstRow: 0, usd: Float64Array.from(values) }))
        expect([usd, times >= WALL_TIMES]).toEqual([values[row], true]);
    }),
  );
});

test("a wall is what stands four times above the median of the rows around it that hold anything", () => {
  const value = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 12 }), fc.double({ min: 0.1, max: 50, noNaN: true }));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 80 }), (values) => {
      const expected = values.flatMap((usd, row) => {
        const held = values.slice(Math.max(0, row - 12), row + 13).filter((each) => each > 0);
        const median = held.sort((a, b) => a - b)[held.length >> 1];
        return usd > 0 && held.length > 6 && usd >= WALL_TIMES * median ? [{ row, usd, times: usd / median }] : [];
      });
      expect(findWalls({ firstRow: 0, usd: Float64Array.from(values) })).toEqual(expected);
    }),
  );
});

test("summing to cells and over venues keeps every dollar, on either side of row zero", () => {
  const side = fc.record({ firstRow: fc.integer({ min: -50, max: 50 }), values: fc.array(fc.integer({ min: 0, max: 1_000 }), { maxLength: 30 }) });
  fc.assert(
    fc.property(fc.array(side, { maxLength: 4 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: -9, max: 9 }), (sides, rowsPerCell, shift) => {
      const held = new Map<number, number>();
      for (const { firstRow, values } of sides)
        values.forEach((usd, i) => {
          const cell = Math.floor((firstRow + i + shift) / rowsPerCell);
          held.set(cell, (held.get(cell) ?? 0) + usd);
        });
      const sum = summedCells(sides.map(({ firstRow, values }) => cellsOfSide({ firstRow, usd: Float64Array.from(values) }, { rowsPerCell, shift })));
      sum.usd.forEach((usd, at) => expect(usd).toBe(held.get(sum.firstCell + at) ?? 0));
      expect(sum.usd.reduce((a, b) => a + b, 0)).toBe([...held.values()].reduce((a, b) => a + b, 0));
    }),
  );
});
