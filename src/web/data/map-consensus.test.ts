import { expect, test } from "vitest";
import { planeOf } from "#core/heat-column.ts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { LONG } from "#core/position-side.ts";
import { createColumnReader } from "./column-reader.ts";
import { type Stroke, cellsFrom, mapOf } from "./drawn-map.conformance.ts";
import { mapConsensus } from "./map-consensus.ts";

const level = HEAT_LEVELS[1];
const LONGS = planeOf(LONG, 1);
const COLUMNS = cellsFrom(10, 29);
/** A thin book of longs, and a wall in it through some columns. */
const book = (walls: readonly number[]): Stroke[] =>
  COLUMNS.flatMap((column) => [
    { column, cells: cellsFrom(40, 200), plane: LONGS, density: 1e4 },
    ...(walls.includes(column) ? [{ column, cells: [120, 121], plane: LONGS, density: 2e6 }] : []),
  ]);
const readerOf = (walls: readonly number[]) => createColumnReader({ cache: mapOf(book(walls)), level });
const member = (market: string, walls: readonly number[]) => ({ market, reader: readerOf(walls) });

/** The sum has the wall from 12 to 27; so has A, B from 16 on, C from 20 on. */
const members = [member("a:B", cellsFrom(12, 27)), member("b:B", cellsFrom(16, 27)), member("c:B", cellsFrom(20, 27))];
const markCells = Float64Array.from(COLUMNS, () => 200);
const asked = { reader: readerOf(cellsFrom(12, 27)), members, planes: [LONGS], cells: { first: 60, last: 200 }, firstColumn: 10, markCells };

test("a cluster is told column by column by who held it then", () => {
  const runs = mapConsensus(asked);
  expect(runs.map(({ side, verdict, columns }) => [side, verdict, columns[0], columns.at(-1)])).toEqual([
    ["long", "alone", 12, 15],
    ["long", "agreed", 16, 27],
  ]);
  expect(new Set(runs.flatMap(({ middles }) => middles))).toEqual(new Set([121]));
});

test("where no candle is known nothing is told, nor of hidden planes", () => {
  const without = mapConsensus({ ...asked, markCells: markCells.map((cell, at) => (at < 8 ? NaN : cell)) });
  expect(without.map(({ verdict, columns }) => [verdict, columns[0]])).toEqual([["agreed", 18]]);
  expect(mapConsensus({ ...asked, planes: [planeOf(LONG, 2)] })).toEqual([]);
});

test("of many columns some stand for their neighbours", () => {
  const many = Float64Array.from({ length: 1_000 }, () => 200);
  const [run] = mapConsensus({ ...asked, markCells: many });
  expect([run.step, run.columns.every((column) => (column - 10) % 4 === 0)]).toEqual([4, true]);
});
