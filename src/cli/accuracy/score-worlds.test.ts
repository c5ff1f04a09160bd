import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { HOUR_MS } from "#core/units.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import { sumCalibrations } from "#engine/score/band-calibration.ts";
import { total } from "#engine/score/map-measures.ts";
import { scoreMap } from "#engine/score/map-score.ts";
import { createSchedule } from "#cli/offline/schedule.ts";
import { replayHistory } from "#cli/offline/replay-history.ts";
import { DUMP_DEFAULTS, writeDump } from "#simulator/binance/dump/write-dump.ts";
import { openHistory } from "#storage/import/open-history.ts";
import { bookMapOf, mapOfEstimator } from "./estimate-map.ts";
import { oraclePrior } from "./oracle-prior.ts";
import { scoreContender } from "./score-world.ts";
import { chosenContenders, scoreWorlds } from "./score-worlds.ts";
import { type World, listWorlds, readWorld } from "./world-folder.ts";

describe("a world of one day", () => {
  let directory: string;
  let world: World;

  beforeAll(async () => {
    directory = join(await mkdtemp(join(tmpdir(), "powderkeg-test-world-")), "one");
    await writeDump({ ...DUMP_DEFAULTS, seed: "tiny", days: 1, coins: ["BTC"], directory, aggregateTrades: "skip", onProgress: () => {} });
    world = await readWorld(directory);
  });

  test("is read whole: its minutes, its true books, what draws it", () => {
    expect(world.steps).toHaveLength(1440);
    expect(world.truth.map(({ time }) => (time - world.start) / HOUR_MS)).toEqual([0, 6, 12, 18]);
    expect(world.parameters.feedCoverage).toBeGreaterThan(0);
    for (const { map, openInterestUsd, neverUsd } of world.truth)
      for (const side of [0, 1] as const) {
        const levels = total(map.usd[side]);
        // Levels are worth their own price, open interest the mark.
        expect((levels + neverUsd[side]) / openInterestUsd).toBeGreaterThan(0.7);
        expect((levels + neverUsd[side]) / openInterestUsd).toBeLessThan(1.3);
      }
  });

  test("is found in a folder of worlds", async () => expect(await listWorlds(join(directory, ".."))).toEqual([directory]));

  test("what is scored is the map that `estimate` prints, against the truth of the same instant", async () => {
    const at = world.truth[2].time;
    const printed: unknown[] = [];
    await replayHistory(await openHistory(join(directory, "data")), {
      schedule: createSchedule({ at: String(at) }),
      async atTime(_, estimator) {
        printed.push(...scoreMap(bookMapOf(estimator.snapshot()), world.truth[2].map, { mark: world.truth[2].mark, band: undefined }));
      },
    });
    const scores = scoreContender({ name: "estimate", kind: "estimate", make: (instrument) => mapOfEstimator(createEstimator(instrument)) }, world);
    expect(scores).toHaveLength(3);
    expect(scores[1].sides.map((side) => ({ ...side, bandCoverage: undefined, bandCoverageOfLargest: undefined, largestIfBandsWereRight: undefined }))).toEqual(
      printed,
    );
  });

  test("the bands of a book of one day hold most of the truth, and not simply all of it", () => {
    const scores = scoreContender({ name: "estimate", kind: "estimate", make: (instrument) => mapOfEstimator(createEstimator(instrument)) }, world);
    const { bins, byDistance, below } = sumCalibrations(scores.flatMap(({ bands }) => bands ?? []));
    const inside = byDistance.reduce((sum, tally) => sum + tally.inside, 0);
    expect(bins).toBeGreaterThan(400);
    expect(inside / bins).toBeGreaterThan(0.55);
    expect(inside / bins).toBeLessThan(0.98);
    for (let level = 1; level < below.length; level++) expect(below[level]).toBeGreaterThanOrEqual(below[level - 1]);
  });

  test("the truth itself scores best, and comes through the whole way unhurt", () => {
    const told = { step: () => {}, map: () => world.truth[1].map };
    const [first] = scoreContender({ name: "told", kind: "oracle", make: () => told }, { ...world, truth: [world.truth[1]] });
    expect(first.sides).toHaveLength(2);
    for (const side of first.sides) {
      expect(side.overlap).toBeCloseTo(1, 9);
      expect(side.rankCorrelation).toBeCloseTo(1, 9);
      expect(side.absLogScale).toBe(0);
    }
  });

  test("an oracle believes what the world's people do", () => {
    const prior = oraclePrior(world);
    const { fastHoldMs, slowHoldMs, crossShare } = world.parameters;
    const all = prior.opened.reduce((sum, share) => sum + share, 0);
    const isolated = prior.rungs.reduce((sum, { margin }, rung) => sum + (margin === "isolated" ? prior.opened[rung] : 0), 0);
    expect(all).toBeGreaterThan(0.95);
    expect(prior.holding.fastHalfLifeHours * HOUR_MS).toBeCloseTo(Math.LN2 * fastHoldMs, 3);
    expect(prior.holding.slowHalfLifeHours * HOUR_MS).toBeCloseTo(Math.LN2 * slowHoldMs, 3);
    expect(isolated / all).toBeGreaterThan(0);
    expect(isolated / all).toBeLessThan(1.2 * (1 - crossShare) + 0.05);
  });

  test("from a seed gives the same scores as from its folder", async () => {
    const names = ["uniform map"];
    const fromSeed = await scoreWorlds([{ kind: "seed", seed: "tiny", days: 1 }], { names, threads: 1, openInterest: false });
    const fromFolder = await scoreWorlds([{ kind: "folder", dir: directory }], { names, threads: 1, openInterest: false });
    expect(fromSeed.scores.map(({ sides }) => sides)).toEqual(fromFolder.scores.map(({ sides }) => sides));
    expect(fromSeed.scores[0].world).toBe("tiny");
  });
});

test("contenders are chosen by a part of their name", () => {
  expect(chosenContenders(["estimate", "uniform"])).toEqual(["estimate", "uniform map"]);
  expect(chosenContenders([]).length).toBeGreaterThan(5);
  expect(() => chosenContenders(["nobody"])).toThrow("nobody is called nobody; there are estimate, ");
});

test("a folder without a world is refused", async () => {
  const empty = await mkdtemp(join(tmpdir(), "powderkeg-test-empty-"));
  await expect(listWorlds(empty)).rejects.toThrow("no simulated world");
  await expect(readWorld(empty)).rejects.toThrow("no truth");
});
