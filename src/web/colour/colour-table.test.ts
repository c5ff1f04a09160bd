import { expect, test } from "vitest";
import { type HeatStyle, createColourTables, tableIndex } from "./colour-table.ts";

const STYLE: HeatStyle = { planes: [], palette: "ember", surface: "dark", low: 1e5, high: 1e8, threshold: 0 };
const SIDE_ENDS = { long: { low: 1e3, high: 1e6 }, short: { low: 1e5, high: 1e8 } };

const bits = new Uint32Array(1);
const density = new Float32Array(bits.buffer);
function colourOf(table: Uint32Array, value: number): number {
  density[0] = value;
  return table[tableIndex(bits[0])];
}

test("with common ends a density has one colour, whichever side it is of", () => {
  const { longs, shorts } = createColourTables(STYLE);
  expect(longs).toBe(shorts);
});

test("with ends of their own, a hundredth of the dollars of one side is as bright as the other's", () => {
  const { longs, shorts } = createColourTables({ ...STYLE, sideEnds: SIDE_ENDS });
  expect(colourOf(longs, 3e6)).toBe(colourOf(shorts, 3e8));
  expect(colourOf(longs, 2e4)).not.toBe(0);
  expect(colourOf(shorts, 1e4)).toBe(0);
  expect(shorts).toEqual(createColourTables(STYLE).shorts);
});
