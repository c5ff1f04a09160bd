import { expect, test } from "vitest";
import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { rowOf } from "#core/price-rows.ts";
import { TIERS } from "#core/tier.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import type { ClusterAge } from "#web/panels/panel.ts";
import { clusterRows } from "./cluster-rows.ts";

/** A thin book with one wall of longs, at a signed distance from its mark. */
function bookWith(mark: number, wall?: { readonly distance: number; readonly usd: number }): LevelsGrid {
  const rowsPerCell = 5;
  const firstCell = Math.floor(rowOf(mark * 0.7) / rowsPerCell);
  const cellCount = Math.ceil(rowOf(mark * 1.3) / rowsPerCell) - firstCell;
  const usd = new Float32Array(PLANE_COUNT * cellCount);
  for (const side of [LONG, SHORT] as const) usd.fill(1_000, planeOf(side, 1) * cellCount, (planeOf(side, 1) + 1) * cellCount);
  if (wall) usd[planeOf(LONG, 3) * cellCount + Math.floor(rowOf(mark * (1 + wall.distance)) / rowsPerCell) - firstCell] += wall.usd;
  return { layer: "modelled", time: 0, mark, openInterestUsd: 1e9, rowsPerCell, firstCell, cellCount, usd };
}

const filters = { tiers: TIERS, sides: ["long", "short"], threshold: 0, floor: undefined } as const;
const NOTHING_ELSE = { filters, spread: undefined, usdPerMinute: undefined, memberBooks: undefined, orders: undefined, reach: undefined, ages: undefined };
const WALL = { distance: -0.05, usd: 99_000 };

test("what is not known of a cluster is left open", () => {
  const rows = clusterRows(bookWith(50_000, WALL), NOTHING_ELSE);
  expect(rows).toMatchObject([
    { side: "long", usd: 100_000, band: undefined, minutesOfVolume: undefined, held: undefined, depth: undefined, reach: undefined },
  ]);
});

test("a cluster is set against the orders on the way to it, as far as they are seen", () => {
  const row = rowOf(50_000);
  const orders = (rows: number) => ({
    market: "a:B",
    time: 0,
    rowsPerCell: 1,
    watchedSince: 0,
    venues: [
      {
        market: "a:B",
        label: "A",
        state: "live" as const,
        asOf: 0,
        bestBid: 49_999,
        bestAsk: 50_001,
        observed: { low: 50_000 * 1.0002 ** -rows, high: 50_100 },
        bids: { firstCell: row - rows, usd: Array.from({ length: rows + 1 }, () => 100) },
        asks: { firstCell: row, usd: [100] },
      },
    ],
    walls: [],
    refills: [],
    flickers: [],
    prints: [],
  });
  const depthOf = (rows: number) => clusterRows(bookWith(50_000, WALL), { ...NOTHING_ELSE, orders: orders(rows) })[0]?.depth;
  const known = depthOf(400);
  expect(known?.is).toBe("known");
  // 5 % are some 250 rows of 100.
  expect(known && 100_000 / known.times / 100).toBeCloseTo(255, -1);
  expect(depthOf(50)).toEqual({ times: 100_000 / 5_100, is: "at most" });
});

test("a cluster is worth so many minutes, may hold more or less, and is held by some", () => {
  const window = { firstBin: Math.floor(rowOf(40_000) / 10), rowsPerBin: 10, binCount: 4_000 };
  const spread = { ...window, variance: [new Float64Array(4_000).fill(0.2), new Float64Array(4_000).fill(0.2)] as const, lean: 0, positionUsd: 500 };
  const memberBooks = [
    { market: "a:BTC", label: "A", grid: bookWith(50_100, WALL) },
    { market: "b:BTC", label: "B", grid: bookWith(49_900) },
    { market: "c:BTC", label: "C", grid: bookWith(49_900, { distance: -0.06, usd: 99_000 }) },
  ];
  const [row] = clusterRows(bookWith(50_000, WALL), {
    filters,
    spread,
    usdPerMinute: 50_000,
    memberBooks,
    orders: undefined,
    reach: undefined,
    ages: undefined,
  });
  expect(row.minutesOfVolume).toBeCloseTo(2, 6);
  expect(row.band?.p10).toBeLessThan(row.usd);
  expect(row.band?.p90).toBeGreaterThan(row.usd);
  expect(row.held).toEqual({ by: ["A"], of: 3 });
});

test("hidden tiers and sides make no cluster", () => {
  expect(clusterRows(bookWith(50_000, WALL), { ...NOTHING_ELSE, filters: { ...filters, tiers: ["10"] } })).toEqual([]);
  expect(clusterRows(bookWith(50_000, WALL), { ...NOTHING_ELSE, filters: { ...filters, sides: ["short"] } })).toEqual([]);
});

test("a cluster that the map hides for its density is not listed; one that it shows keeps its surroundings", () => {
  const book = bookWith(50_000, WALL);
  const [whole] = clusterRows(book, NOTHING_ELSE);
  const listed = (threshold: number) => clusterRows(book, { ...NOTHING_ELSE, filters: { ...filters, threshold } });
  expect(listed(1)).toEqual([whole]);
  expect(listed(1e12)).toEqual([]);
});

test("a cluster says for how long it has stood, where that is known of it", () => {
  const book = bookWith(50_000, WALL);
  const [{ price, side }] = clusterRows(book, NOTHING_ELSE);
  const since = { side, price, sinceMs: book.time - 7_200_000, mayBeOlder: false };
  const ageWith = (age: ClusterAge) => clusterRows(book, { ...NOTHING_ELSE, ages: [age] })[0].age;
  expect(ageWith(since)).toEqual({ ms: 7_200_000, is: "known" });
  expect(ageWith({ ...since, mayBeOlder: true })).toEqual({ ms: 7_200_000, is: "at least" });
  expect(ageWith({ ...since, price: price * 1.5 })).toBeUndefined();
});

test("a cluster says how often price came as far, and how many days of its moves that is", () => {
  const horizon = (horizonMs: number, moves: readonly number[]) => ({ horizonMs, moves: Float64Array.from(moves), stretches: 9 });
  const table = { volatility: 0.01, dayVolatility: 0.05, horizons: [horizon(3_600_000, [1, 2, 3, 4]), horizon(14_400_000, [4, 5, 6, 7])] };
  const [row] = clusterRows(bookWith(50_000, WALL), { ...NOTHING_ELSE, reach: table });
  expect(row.reach).toEqual([
    { horizonMs: 3_600_000, rate: 0, stretches: 9 },
    { horizonMs: 14_400_000, rate: 0.5, stretches: 9 },
  ]);
  expect(row.daysOfVolatility).toBeCloseTo(Math.log(1 / 0.95) / 0.05, 1);
});
