import { expect, test } from "vitest";
import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import { LONG } from "#core/position-side.ts";
import { rowOf } from "#core/price-rows.ts";
import { TIERS } from "#core/tier.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import { bookChanges } from "./book-changes.ts";

const MARK = 50_000;

/** A book of longs with walls (USD) at distances from 50,000. */
function bookWith(walls: Readonly<Record<string, number>>, { mark = MARK, rowsPerCell = 5, base = 1_000 } = {}): LevelsGrid {
  const firstCell = Math.floor(rowOf(MARK * 0.7) / rowsPerCell);
  const cellCount = Math.ceil(rowOf(MARK * 1.3) / rowsPerCell) - firstCell;
  const usd = new Float32Array(PLANE_COUNT * cellCount);
  const plane = planeOf(LONG, 3) * cellCount;
  usd.fill(base, plane, plane + cellCount);
  for (const [distance, held] of Object.entries(walls)) usd[plane + Math.floor(rowOf(MARK * (1 + Number(distance))) / rowsPerCell) - firstCell] += held;
  return { layer: "modelled", time: 0, mark, openInterestUsd: 1e9, rowsPerCell, firstCell, cellCount, usd };
}

const ASKED = { filters: { tiers: TIERS, sides: ["long", "short"] }, traded: undefined, reach: 0.2 } as const;
const told = (...args: Parameters<typeof bookChanges>) =>
  bookChanges(...args).changes.map(({ kind, price, usdThen, usdNow }) => [
    kind,
    Math.round((price / MARK - 1) * 100),
    Math.round(usdThen / 1e3),
    Math.round(usdNow / 1e3),
  ]);

test("clusters appear, grow, shrink and stay", () => {
  const then = bookWith({ "-0.04": 99_000, "-0.07": 99_000, "-0.1": 99_000 });
  const now = bookWith({ "-0.02": 79_000, "-0.04": 199_000, "-0.07": 59_000, "-0.1": 109_000 });
  expect(told(then, now, ASKED)).toEqual([
    ["grew", -4, 100, 200],
    ["appeared", -2, 1, 80],
    ["shrank", -7, 100, 60],
  ]);
  expect(bookChanges(then, now, ASKED).unchanged).toBe(1);
});

test("one that is gone was swept where price was, and faded where it was not", () => {
  const then = bookWith({ "-0.02": 99_000, "-0.06": 89_000 });
  const now = bookWith({}, { mark: MARK * 0.99 });
  const [swept, faded] = bookChanges(then, now, { ...ASKED, traded: { low: MARK * 0.97, high: MARK } }).changes;
  expect([swept.kind, faded.kind]).toEqual(["swept", "faded"]);
  expect(swept.distance).toBeCloseTo(0.98 / 0.99 - 1, 3);
  expect(told(then, now, ASKED).map(([kind]) => kind)).toEqual(["faded", "faded"]);
});

test("what only stands out now had most of its dollars before: it grew; what only ceased to stand out has not changed", () => {
  expect(told(bookWith({}, { base: 60_000 }), bookWith({ "-0.05": 50_000 }, { base: 60_000 }), ASKED)).toEqual([["grew", -5, 60, 110]]);
  const levelled = bookChanges(bookWith({ "-0.05": 20_000 }, { base: 60_000 }), bookWith({}, { base: 75_000 }), ASKED);
  expect(levelled).toEqual({ changes: [], unchanged: 1 });
});

test("an earlier book in taller cells is compared by its share of each", () => {
  const tall = bookWith({}, { rowsPerCell: 10 });
  const [change] = bookChanges(tall, bookWith({ "-0.05": 99_000 }), ASKED).changes;
  expect([change.kind, change.usdThen]).toEqual(["appeared", 500]);
});

test("what the filters hide does not change", () => {
  const [then, now] = [bookWith({}), bookWith({ "-0.05": 99_000 })];
  expect(bookChanges(then, now, { ...ASKED, filters: { tiers: ["5"], sides: ["long"] } })).toEqual({ changes: [], unchanged: 0 });
  expect(bookChanges(then, now, { ...ASKED, filters: { tiers: TIERS, sides: ["short"] } })).toEqual({ changes: [], unchanged: 0 });
});
