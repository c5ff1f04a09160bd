import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Sweep } from "#web/data/find-sweeps.ts";
import { chooseSweeps, marksInSight, sweepUnder } from "./sweep-marks.ts";

const sweepAt = (column: number, centre: number, usd: number): Sweep => ({
  column,
  side: "long",
  fromCell: Math.floor(centre),
  toCell: Math.floor(centre),
  centre,
  usd,
});
const sweeps = fc.array(
  fc
    .record({ column: fc.integer({ min: 0, max: 2_000 }), centre: fc.integer({ min: 0, max: 600 }), usd: fc.integer({ min: 1, max: 1_000_000 }) })
    .map(({ column, centre, usd }) => sweepAt(column, centre, usd)),
  { maxLength: 400 },
);
const zoom = { width: fc.double({ min: 0.2, max: 40, noNaN: true }), height: fc.double({ min: 0.2, max: 40, noNaN: true }) };

describe("chooseSweeps", () => {
  test("leaves room around every mark, and always shows the largest", () => {
    fc.assert(
      fc.property(sweeps, zoom.width, zoom.height, (all, width, height) => {
        const chosen = chooseSweeps(all, { width, height });
        if (all.length > 0) expect(chosen[0].of.usd).toBe(Math.max(...all.map(({ usd }) => usd)));
        for (const [at, { of }] of chosen.entries()) {
          for (const other of chosen.slice(at + 1)) {
            const isApart = Math.abs(other.of.column - of.column) * width >= 34 || Math.abs(other.of.centre - of.centre) * height >= 26;
            expect(isApart).toBe(true);
          }
        }
      }),
    );
  });

  test("a screen of a long window holds no more marks than it has room for", () => {
    const year = Array.from({ length: 1_400 }, (_, at) => sweepAt(at, 300 + 100 * Math.sin(at / 9), 1e6 + (at % 17) * 1e5));
    expect(chooseSweeps(year, { width: 1, height: 1 }).length).toBeLessThan(250);
    expect(chooseSweeps(year, { width: 40, height: 30 }).length).toBe(1_400);
  });

  test("small change is left out", () => expect(chooseSweeps([sweepAt(0, 0, 1e6), sweepAt(900, 0, 1e4)], { width: 10, height: 10 })).toHaveLength(1));
});

test("a mark lies in the middle of its column, and is hit near by", () => {
  const projection = { xOfColumn: (column: number) => column * 10, yOfRow: (row: number) => 1_000 - row };
  const chosen = chooseSweeps([sweepAt(4, 60.5, 5)], { width: 10, height: 5 });
  const sight = { firstColumn: 0, lastColumn: 9, firstCell: 0, lastCell: 100 };
  const marks = marksInSight({ chosen, sides: ["long"], sight, projection, rowsPerCell: 5 });
  expect(marks).toMatchObject([{ x: 45, y: 697.5 }]);
  expect(sweepUnder(marks, { x: 50, y: 700 })?.usd).toBe(5);
  expect(sweepUnder(marks, { x: 60, y: 700 })).toBeUndefined();
  expect(marksInSight({ chosen, sides: ["short"], sight, projection, rowsPerCell: 5 })).toEqual([]);
});
