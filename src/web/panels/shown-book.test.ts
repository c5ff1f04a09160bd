import { expect, test } from "vitest";
import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import { LONG } from "#core/position-side.ts";
import { rowOf } from "#core/price-rows.ts";
import { TIERS } from "#core/tier.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import type { MemberBook, PanelFilters } from "./panel.ts";
import { shownMembers } from "./shown-book.ts";

const MARK = 60_000;
const BINS = 400;
const ROWS_PER_CELL = 5;
const FIRST_CELL = Math.floor(rowOf(MARK * 0.9) / ROWS_PER_CELL);
const FILTERS: PanelFilters = { tiers: TIERS, sides: ["long", "short"], threshold: 0, floor: undefined };

/** A large and a small bin of longs, two cells each. */
function bookOf(label: string): MemberBook {
  const cellCount = 150;
  const usd = new Float32Array(PLANE_COUNT * cellCount);
  usd.fill(40_000_000, planeOf(LONG, 2) * cellCount + 20, planeOf(LONG, 2) * cellCount + 24);
  usd.fill(20_000, planeOf(LONG, 2) * cellCount + 60, planeOf(LONG, 2) * cellCount + 64);
  const grid: LevelsGrid = { layer: "modelled", time: 0, mark: MARK, openInterestUsd: 1e9, rowsPerCell: ROWS_PER_CELL, firstCell: FIRST_CELL, cellCount, usd };
  return { market: label, label, grid };
}

const spread = {
  mark: MARK,
  firstBin: Math.floor(rowOf(MARK * 0.8) / 10),
  rowsPerBin: 10,
  binCount: BINS,
  variance: [new Float64Array(BINS).fill(0.05), new Float64Array(BINS).fill(0.05)] as const,
  lean: 0,
  positionUsd: 100_000,
};

const filled = ({ grid: { usd } }: MemberBook): number => usd.filter((value) => value > 0).length;

test("each exchange hides what its own map is not sure of, whatever the map on screen is", () => {
  const [sure, unknown] = shownMembers([{ ...bookOf("a"), floor: { spread, least: 0.5 } }, bookOf("b")], FILTERS);
  expect([filled(sure), filled(unknown)]).toEqual([4, 8]);
});

test("what is too thin to be shown is hidden on every exchange", () => {
  const [thin] = shownMembers([bookOf("a")], { ...FILTERS, threshold: 1_000_000 });
  expect(filled(thin)).toBe(4);
});
