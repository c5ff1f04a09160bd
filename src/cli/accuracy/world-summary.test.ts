import { describe, expect, test } from "vitest";
import type { MapScore } from "#engine/score/map-score.ts";
import type { InstantScore } from "./score-world.ts";
import { advantage, summarise } from "./world-summary.ts";
import { worldsSection } from "./worlds-section.ts";

const BAD: MapScore = {
  side: 0,
  overlap: 0.2,
  near: 0.2,
  rankCorrelation: 0.1,
  localStructure: 0,
  earthMoverBps: 300,
  topHits: 0.1,
  logScale: 1,
  absLogScale: 1,
  bandCoverage: undefined,
  bandCoverageOfLargest: undefined,
  largestIfBandsWereRight: undefined,
};
const GOOD: MapScore = {
  ...BAD,
  overlap: 0.9,
  near: 0.9,
  rankCorrelation: 0.8,
  localStructure: 0.4,
  earthMoverBps: 50,
  topHits: 0.7,
  logScale: -0.1,
  absLogScale: 0.1,
};

/** Two worlds; `late` is the score from day 7 on, before it everything is bad. */
function scoresOf(contender: string, late: MapScore): readonly InstantScore[] {
  return ["a", "b"].flatMap((world) =>
    [0, 3, 7, 8].map((day) => ({ world, contender, day, sides: day < 7 ? [BAD] : [late, { ...late, side: 1 as const, topHits: 1 }], bands: undefined })),
  );
}

describe("summary", () => {
  const [estimate, rival] = summarise([...scoresOf("estimate", GOOD), ...scoresOf("rival", { ...BAD, near: 0.95 })]);

  test("means are of the second week, days of all", () => {
    expect(estimate.scored).toBe(8);
    expect(estimate.mean).toMatchObject({ overlap: 0.9, earthMoverBps: 50, bandCoverage: null });
    expect(estimate.sides.map(({ topHits }) => topHits)).toEqual([0.7, 1]);
    expect(estimate.days.map(({ overlap }) => overlap)).toEqual([0.2, null, null, 0.2, null, null, null, 0.9, 0.9]);
  });

  test("an advantage is above zero where the first is better, for errors too", () => {
    expect(advantage(estimate, rival, "overlap")).toMatchObject({ better: 2, of: 2 });
    expect(advantage(estimate, rival, "overlap")?.value).toBeCloseTo(0.7, 12);
    expect(advantage(estimate, rival, "earthMoverBps")?.value).toBe(250);
    expect(advantage(estimate, rival, "near")?.value).toBeCloseTo(-0.05, 12);
    expect(advantage(estimate, rival, "bandCoverage")).toBeUndefined();
  });

  test("the page says where a baseline is not beaten, and nothing of where it is", () => {
    const contenders = [
      { name: "estimate", kind: "estimate" as const, make: () => ({ step: () => {}, map: () => undefined }) },
      { name: "rival", kind: "baseline" as const, make: () => ({ step: () => {}, map: () => undefined }) },
    ];
    const { text, images, shortfalls } = worldsSection({ seeds: ["a", "b"], days: 9, summaries: [estimate, rival], contenders });
    expect(shortfalls).toEqual(["Simulated truth, near: worse than _rival_ (0.900 against 0.950; better in 0 of 2 worlds)."]);
    for (const [, file] of text.matchAll(/\]\(images\/accuracy\/([^)]*)\)/g)) expect(Object.keys(images)).toContain(file);
  });
});
