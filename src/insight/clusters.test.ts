import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { rowOf } from "#core/price-rows.ts";
import { TIERS } from "#core/tier.ts";
import { type StandingLevels, findClusters, nearestCluster } from "./clusters.ts";

const MARK = 50_000;
const ROWS_PER_CELL = 5;
const FIRST = Math.floor(rowOf(MARK * 0.7) / ROWS_PER_CELL);
const COUNT = Math.ceil(rowOf(MARK * 1.3) / ROWS_PER_CELL) - FIRST;
const ALL = { tiers: TIERS, sides: ["long", "short"], reach: 0.2 } as const;

interface Wall {
  readonly price: number;
  readonly side: 0 | 1;
  readonly tier?: number;
  readonly usd: number;
}

/** A book that holds 10 USD in every cell of the tier 25x, and walls. */
function bookWith(walls: readonly Wall[]): StandingLevels {
  const usd = new Float32Array(PLANE_COUNT * COUNT);
  for (const side of [LONG, SHORT] as const) usd.fill(10, planeOf(side, 2) * COUNT, (planeOf(side, 2) + 1) * COUNT);
  for (const { price, side, tier = 2, usd: held } of walls) usd[planeOf(side, tier) * COUNT + Math.floor(rowOf(price) / ROWS_PER_CELL) - FIRST] += held;
  return { mark: MARK, rowsPerCell: ROWS_PER_CELL, firstCell: FIRST, cellCount: COUNT, usd };
}

test("an even book has no cluster", () => expect(findClusters(bookWith([]), ALL)).toEqual([]));

test("a wall is a cluster with its dollars, side, distance and tiers", () => {
  const [cluster, ...rest] = findClusters(
    bookWith([
      { price: MARK * 0.95, side: LONG, usd: 900 },
      { price: MARK * 0.95, side: LONG, tier: 4, usd: 90 },
    ]),
    ALL,
  );
  expect(rest).toEqual([]);
  expect(cluster).toMatchObject({ side: "long", usd: 1000, byTier: [0, 0, 910, 0, 90] });
  expect(cluster.toRow - cluster.fromRow).toBe(ROWS_PER_CELL);
  expect(cluster.distance).toBeCloseTo(-0.05, 3);
  expect(cluster.contrast).toBeGreaterThan(10);
});

test("walls that touch, or nearly, are one; walls apart are two, the larger first", () => {
  const at = (ratio: number, usd: number): Wall => ({ price: MARK * ratio, side: SHORT, usd });
  expect(findClusters(bookWith([at(1.05, 500), at(1.051, 500)]), ALL)).toHaveLength(1);
  expect(findClusters(bookWith([at(1.05, 500), at(1.0522, 500)]), ALL)).toHaveLength(1);
  expect(findClusters(bookWith([at(1.05, 500), at(1.1, 700)]), ALL).map(({ usd }) => usd)).toEqual([710, 510]);
});

describe("what is not asked for is not there", () => {
  const walls: readonly Wall[] = [
    { price: MARK * 0.95, side: LONG, usd: 900 },
    { price: MARK * 1.05, side: LONG, usd: 900 },
    { price: MARK * 1.04, side: SHORT, tier: 0, usd: 800 },
    { price: MARK * 1.25, side: SHORT, usd: 9000 },
  ];
  test("a level on the wrong side of the mark, or out of reach", () =>
    expect(findClusters(bookWith(walls), ALL).map(({ side, usd }) => [side, usd])).toEqual([
      ["long", 910],
      ["short", 810],
    ]));
  test("a hidden side or tier", () => {
    expect(findClusters(bookWith(walls), { ...ALL, sides: ["short"] })).toHaveLength(1);
    expect(findClusters(bookWith(walls), { ...ALL, tiers: ["25"] }).map(({ side }) => side)).toEqual(["long"]);
  });
});

test("the nearest cluster is not the largest, and never a trifle beside it", () => {
  const walls = [
    { price: MARK * 0.99, side: LONG, usd: 100 },
    { price: MARK * 0.96, side: LONG, usd: 600 },
    { price: MARK * 0.9, side: LONG, usd: 2000 },
  ] as const;
  const clusters = findClusters(bookWith(walls), ALL);
  expect(clusters).toHaveLength(3);
  expect(nearestCluster(clusters, "long")?.usd).toBe(610);
  expect(nearestCluster(clusters, "long", 0)?.usd).toBe(110);
  expect(nearestCluster(clusters, "short")).toBeUndefined();
});

test("clusters of a side never overlap, hold no more than the book, and grow with it", () => {
  const wall = fc.record({
    price: fc.double({ min: MARK * 0.75, max: MARK * 1.25, noNaN: true }),
    side: fc.constantFrom(LONG, SHORT),
    usd: fc.integer({ min: 0, max: 100_000 }),
  });
  fc.assert(
    fc.property(fc.array(wall, { maxLength: 30 }), (walls) => {
      const book = bookWith(walls);
      for (const side of ["long", "short"] as const) {
        const clusters = findClusters(book, { ...ALL, sides: [side] }).toSorted((a, b) => a.fromRow - b.fromRow);
        for (const [at, { fromRow, usd, price, low, high }] of clusters.entries()) {
          expect(fromRow).toBeGreaterThanOrEqual(clusters[at - 1]?.toRow ?? 0);
          expect(usd).toBeGreaterThan(0);
          expect(price).toBeGreaterThanOrEqual(low * (1 - 1e-9));
          expect(price).toBeLessThanOrEqual(high * (1 + 1e-9));
        }
        expect(clusters.reduce((sum, { usd }) => sum + usd, 0)).toBeLessThanOrEqual(Array.from(book.usd).reduce((sum, usd) => sum + usd, 0));
      }
    }),
  );
});
