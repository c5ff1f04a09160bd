import { expect, test } from "vitest";
import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import { LONG } from "#core/position-side.ts";
import { rowOf } from "#core/price-rows.ts";
import { TIERS } from "#core/tier.ts";
import { type StandingLevels, findClusters } from "./clusters.ts";
import { consensusOn } from "./consensus.ts";

/** A thin book of longs with walls at signed distances from its mark. */
function bookWith(mark: number, walls: readonly number[]): StandingLevels {
  const rowsPerCell = 5;
  const firstCell = Math.floor(rowOf(mark * 0.7) / rowsPerCell);
  const cellCount = Math.ceil(rowOf(mark * 1.3) / rowsPerCell) - firstCell;
  const usd = new Float32Array(PLANE_COUNT * cellCount);
  const plane = planeOf(LONG, 3) * cellCount;
  usd.fill(1_000, plane, plane + cellCount);
  for (const distance of walls) usd[plane + Math.floor(rowOf(mark * (1 + distance)) / rowsPerCell) - firstCell] += 99_000;
  return { mark, rowsPerCell, firstCell, cellCount, usd };
}

const SUM = bookWith(50_000, [-0.02, -0.05, -0.08, -0.11]);
const ASKED = { tiers: TIERS, sides: ["long"] as const, reach: 0.2 };

test("exchanges agree, differ, stand alone, or hold nothing of it, each by the distance from its own mark", () => {
  const memberBooks = [
    { label: "A", grid: bookWith(50_400, [-0.02, -0.05, -0.08]) },
    { label: "B", grid: bookWith(49_600, [-0.02, -0.05]) },
    { label: "C", grid: bookWith(50_000, [-0.02]) },
    { label: "D", grid: bookWith(50_000, []) },
  ];
  const found = consensusOn(findClusters(SUM, ASKED), { mark: SUM.mark, memberBooks, tiers: TIERS });
  const byDistance = found.toSorted((a, b) => b.cluster.distance - a.cluster.distance);
  expect(byDistance.map(({ holders, of, verdict }) => [verdict, holders.join(""), of])).toEqual([
    ["agreed", "ABC", 4],
    ["divided", "AB", 4],
    ["alone", "A", 4],
    ["nobody", "", 4],
  ]);
});

test("of two exchanges both are most, and one is alone", () => {
  const memberBooks = [
    { label: "A", grid: bookWith(50_000, [-0.02, -0.05]) },
    { label: "B", grid: bookWith(50_000, [-0.05]) },
  ];
  const found = consensusOn(findClusters(bookWith(50_000, [-0.02, -0.05]), ASKED), { mark: 50_000, memberBooks, tiers: TIERS });
  expect(new Map(found.map(({ cluster, verdict }) => [Math.round(cluster.distance * 100), verdict]))).toEqual(
    new Map([
      [-2, "alone"],
      [-5, "agreed"],
    ]),
  );
});

test("an exchange whose leverage is hidden holds nothing", () => {
  const found = consensusOn(findClusters(SUM, ASKED), { mark: SUM.mark, memberBooks: [{ label: "A", grid: SUM }], tiers: ["5"] });
  expect(found.map(({ verdict }) => verdict)).toEqual(["nobody", "nobody", "nobody", "nobody"]);
});
