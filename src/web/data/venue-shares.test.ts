import { expect, test } from "vitest";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { createColumnReader } from "./column-reader.ts";
import { type Stroke, cellsFrom, mapOf } from "./drawn-map.conformance.ts";
import { venueShares } from "./venue-shares.ts";

const level = HEAT_LEVELS[1];
const member = (market: string, strokes: readonly Stroke[]) => ({ market, reader: createColumnReader({ cache: mapOf(strokes), level }) });
const wall = (columns: readonly number[], density: number, plane = 3): Stroke[] => columns.map((column) => ({ column, cells: [100], plane, density }));

test("each member is read where the whole is, in the planes that are shown", () => {
  const shares = venueShares([member("a:B", wall([20], 3e6)), member("c:D", [...wall([20], 1e6), ...wall([20], 9e6, 4)])], {
    planes: [3],
    column: 20,
    cell: 100,
  });
  expect(shares.map(({ market }) => market)).toEqual(["a:B", "c:D"]);
  expect(shares[0].usd / shares[1].usd).toBeCloseTo(3, 0);
});

test("of the forming column a member's last one is as good, of one long after its last it is not", () => {
  const late = member("a:B", wall(cellsFrom(10, 18), 1e6));
  const usdAt = (column: number) => venueShares([late], { planes: [3], column, cell: 100 })[0].usd;
  expect(usdAt(20)).toBeGreaterThan(0);
  expect(usdAt(22)).toBe(0);
});
