import { describe, expect, test } from "vitest";
import type { Interval } from "#engine/score/block-bootstrap.ts";
import { accuracyPage } from "./accuracy-page.ts";
import { liquidationsSection } from "./liquidations-section.ts";
import { positionsSection } from "./positions-section.ts";
import type { LiquidationReport } from "./score-liquidations.ts";
import type { PositionReport } from "./score-positions.ts";
import { verdict } from "./section.ts";

const DAY = Date.UTC(2026, 0, 31);
const around = (value: number): Interval => ({ value, low: value - 0.01, high: value + 0.01 });
const row = (name: string, overlap: number) => ({
  name,
  overlap: around(overlap),
  earthMover: around(0.05),
  overlapBySide: [overlap, overlap] as const,
  earthMoverBySide: [0.05, 0.05] as const,
  thick: { overlap: overlap + 0.01, earthMover: 0.04 },
});

const positions: PositionReport = {
  coin: "BTC",
  samples: 42,
  positions: [30, 36],
  accounts: 508,
  from: DAY,
  to: DAY,
  contenders: [row("estimate", 0.5), row("plain", 0.6)],
  lifts: [{ over: "plain", overlap: around(-0.1), earthMover: around(0.02) }],
  ceiling: row("what sampling noise allows", 0.55),
  best: row("the best weights", 0.56),
  others: [row("estimate", 0.3)],
};

const side = (name: "long" | "short", memory: number): LiquidationReport["sides"][number] => ({
  side: name,
  intervals: 1500,
  predictedUsd: 1,
  forcedUsd: 1,
  realisedUsd: 1,
  predictedOverRealised: 1,
  rankCorrelation: around(0.8),
  calibrationSlope: 0.6,
  logScore: null,
  logScoreOverPriceRange: null,
  baselines: {
    priceRange: { rankCorrelation: 0.7, lift: around(0.1) },
    priceMemory: { rankCorrelation: 0.8, lift: around(memory) },
    volumeProfile: null,
  },
});
const liquidations: LiquidationReport = {
  market: "panel",
  from: DAY,
  to: DAY,
  sides: [side("long", 0.05), side("short", 0.005)],
  overFrozen: [around(0.03), around(-0.03)],
  worstDay: {
    day: DAY,
    predictedUsd: [200e6, 5e6],
    realisedUsd: [250e6, 20e6],
    predictedPeak: DAY + 18 * 3_600_000,
    realisedPeak: DAY + 17 * 3_600_000,
    predictedPlace: 2,
    realisedPlace: 1,
  },
};

describe("what the page admits", () => {
  test("a lift is only better when its whole interval is", () => {
    expect([around(0.1), around(0.005), around(-0.005), around(-0.1)].map(verdict)).toEqual(["better", "not clearly better", "not clearly better", "worse"]);
  });

  test("of positions: each measure and baseline that is not beaten", () => {
    expect(positionsSection([{ ...positions, coin: "DOGE" }]).shortfalls).toEqual([
      "Real positions, DOGE, overlap: worse than _plain_ (lift -0.10 [-0.11, -0.09]).",
    ]);
  });

  test("of positions: what is asked and not reached, with what the best weights reach", () => {
    const told = (overlap: number) => positionsSection([{ ...positions, contenders: [row("estimate", overlap)] }]).text;
    expect(told(0.5)).toContain("BTC, overlap: reached. Earth mover's distance: **not reached**.");
    expect(positionsSection([positions]).shortfalls).toContain(
      "Real positions, what is asked of BTC, overlap: reached. Earth mover's distance: **not reached**.",
    );
    expect(told(0.49)).toContain("BTC, overlap: **not reached**, 0.490 of 0.500; what sampling noise allows has 0.550, the best weights has 0.560.");
  });

  test("of liquidations: each side and baseline that is not beaten, frozen open interest too", () => {
    expect(liquidationsSection([liquidations]).shortfalls).toEqual([
      "Real liquidations, panel, short: not clearly better than _price memory_ (lift 0.005 [-0.005, 0.015]).",
      "Real liquidations, panel, short: worse than _frozen open interest_ (lift -0.030 [-0.040, -0.020]).",
    ]);
  });
});

describe("the page", () => {
  const sections = [positionsSection([positions]), liquidationsSection([liquidations])];
  const page = accuracyPage(sections, { model: "ladder@9", missing: ["simulated truth."] });

  test("shows every picture that it has, and only those", () => {
    const shown = [...page.matchAll(/\]\(images\/accuracy\/([^)]*)\)/g)].map(([, file]) => file);
    expect(shown.sort()).toEqual(sections.flatMap(({ images }) => Object.keys(images)).sort());
  });

  test("has tables whose rows are as wide as their heads", () => {
    const tables = page.split(/\n\n/).filter((block) => block.startsWith("|"));
    expect(tables).toHaveLength(3);
    for (const block of tables) expect(new Set(block.split("\n").map((line) => line.split("|").length)).size).toBe(1);
  });

  test("tells of the crash, of what is missing, and that nothing is hidden", () => {
    expect(page).toContain("longs $200M predicted, $250M printed (0.80)");
    expect(page).toContain("the worst hour was 17:00 UTC, predicted was 18:00 UTC");
    expect(page).toContain("**Not measured in this run:** simulated truth.");
    expect(page).toContain("`ladder@9`");
    expect(accuracyPage([], { model: "m", missing: [] })).toContain("Nowhere in this run.");
  });
});
