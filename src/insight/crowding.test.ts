import { expect, test } from "vitest";
import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { rowOf } from "#core/price-rows.ts";
import { massWithin } from "./crowding.ts";

const MARK = 2_000;
const FIRST = Math.floor(rowOf(MARK * 0.8) / 5);
const COUNT = Math.ceil(rowOf(MARK * 1.2) / 5) - FIRST;

test("longs below and shorts above count within the distance, of every tier, and nothing on the wrong side", () => {
  const usd = new Float32Array(PLANE_COUNT * COUNT);
  const put = (price: number, plane: number, held: number) => (usd[plane * COUNT + Math.floor(rowOf(price) / 5) - FIRST] += held);
  put(MARK * 0.96, planeOf(LONG, 0), 10);
  put(MARK * 0.99, planeOf(LONG, 4), 20);
  put(MARK * 0.9, planeOf(LONG, 2), 500);
  put(MARK * 1.02, planeOf(LONG, 2), 900);
  put(MARK * 1.03, planeOf(SHORT, 1), 7);
  put(MARK * 0.97, planeOf(SHORT, 1), 900);
  const levels = { mark: MARK, rowsPerCell: 5, firstCell: FIRST, cellCount: COUNT, usd };
  expect(massWithin(levels, 0.05)).toEqual({ long: 30, short: 7 });
  expect(massWithin(levels, 0.3)).toEqual({ long: 530, short: 7 });
});
