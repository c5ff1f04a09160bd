import { expect, test } from "vitest";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { cellAge } from "./cell-age.ts";
import { createColumnReader } from "./column-reader.ts";
import { type Stroke, cellsFrom, mapOf } from "./drawn-map.conformance.ts";

const level = HEAT_LEVELS[1];
/** Cell 100 of columns 10 to 29: thin up to 13, a wall from 14 on that doubles at 22 and grows a little at 28. */
const densityAt = (column: number) => (column < 14 ? 1e4 : column < 22 ? 1e6 : column < 28 ? 2e6 : 2.4e6);
const strokes: Stroke[] = cellsFrom(10, 29).map((column) => ({ column, cells: [100], plane: 3, density: densityAt(column) }));
const reader = createColumnReader({ cache: mapOf(strokes), level });
const ageAt = (column: number, cell = 100, planes = [3]) => cellAge(reader, { planes, column, cell });

test("a cell is as old as half of what it holds", () => {
  expect(ageAt(21)).toEqual({ firstColumn: 14, mayBeOlder: false });
  expect(ageAt(25)).toEqual({ firstColumn: 14, mayBeOlder: false });
  expect(ageAt(29)).toEqual({ firstColumn: 22, mayBeOlder: false });
});

test("what stands at the edge of what is loaded may be older", () => expect(ageAt(12)).toEqual({ firstColumn: 10, mayBeOlder: true }));

test("where nothing stands, or only what is hidden, there is no age", () => {
  expect(ageAt(20, 101)).toBeUndefined();
  expect(ageAt(20, 100, [4])).toBeUndefined();
});
