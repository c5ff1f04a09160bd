import { expect, test } from "vitest";
import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import { SHORT } from "#core/position-side.ts";
import { rowOf } from "#core/price-rows.ts";
import { TIERS } from "#core/tier.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import { heldClusters } from "./held-clusters.ts";

function bookWith(mark: number, wall: number, layer: "modelled" | "measured" = "modelled"): LevelsGrid {
  const rowsPerCell = 5;
  const firstCell = Math.floor(rowOf(mark * 0.8) / rowsPerCell);
  const cellCount = Math.ceil(rowOf(mark * 1.2) / rowsPerCell) - firstCell;
  const usd = new Float32Array(PLANE_COUNT * cellCount);
  const plane = planeOf(SHORT, 1) * cellCount;
  usd.fill(1_000, plane, plane + cellCount);
  usd[plane + Math.floor(rowOf(mark * (1 + wall)) / rowsPerCell) - firstCell] += 99_000;
  return { layer, time: 0, mark, openInterestUsd: 1e9, rowsPerCell, firstCell, cellCount, usd };
}

const ASKED = { tiers: TIERS, sides: ["long", "short"] as const, threshold: 0, floor: undefined, reach: 0.05 };
const MEMBERS = [
  { market: "a:B", label: "A", grid: bookWith(101, 0.03) },
  { market: "b:B", label: "B", grid: bookWith(99, 0.04) },
];

test("the map's clusters lie at their distance, with who holds them", () => {
  const [cluster, ...others] = heldClusters(bookWith(100, 0.03), MEMBERS, ASKED);
  expect(others).toEqual([]);
  expect(cluster).toMatchObject({ side: "short", holders: ["A"] });
  expect(cluster.from).toBeGreaterThan(0.028);
  expect(cluster.to).toBeLessThan(0.032);
});

test("beyond the axis there is none, and what is measured is not compared", () => {
  expect(heldClusters(bookWith(100, 0.08), MEMBERS, ASKED)).toEqual([]);
  expect(heldClusters(bookWith(100, 0.03, "measured"), MEMBERS, ASKED)).toEqual([]);
});

test("one of which the map hides all is not marked", () => {
  expect(heldClusters(bookWith(100, 0.03), MEMBERS, { ...ASKED, threshold: 90_000 })).toHaveLength(1);
  expect(heldClusters(bookWith(100, 0.03), MEMBERS, { ...ASKED, threshold: 200_000 })).toEqual([]);
});
