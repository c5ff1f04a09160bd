import { describe, expect, it } from "vitest";
import { type WorldParameters, ISOLATED_RUNGS, drawWorld } from "./world-parameters.ts";

const worlds = Array.from({ length: 300 }, (_, i) => drawWorld(`seed ${i}`));
const sorted = (read: (world: WorldParameters) => number) => worlds.map(read).sort((a, b) => a - b);

describe("the worlds of 300 seeds", () => {
  it.each<[string, (world: WorldParameters) => number, { least: number; most: number }]>([
    ["cross share", ({ crossShare }) => crossShare, { least: 0.2, most: 0.85 }],
    ["median leverage of cross accounts", ({ crossMedianLeverage }) => crossMedianLeverage, { least: 4.5, most: 11 }],
    ["makers' share", ({ makerShare }) => makerShare, { least: 0.05, most: 0.23 }],
    ["hours of fast holding", ({ fastHoldMs }) => fastHoldMs / 3_600_000, { least: 1.8, most: 10 }],
    ["days of slow holding", ({ slowHoldMs }) => slowHoldMs / 86_400_000, { least: 3.5, most: 12 }],
    ["momentum", ({ momentumShare }) => momentumShare, { least: 0.15, most: 0.75 }],
    ["churn", ({ churnShare }) => churnShare, { least: 0.2, most: 0.65 }],
    ["coverage of the liquidation feed", ({ feedCoverage }) => feedCoverage, { least: 0.4, most: 0.93 }],
    ["20x against 10x", ({ isolatedWeights: w }) => w[ISOLATED_RUNGS.indexOf(20)] / w[ISOLATED_RUNGS.indexOf(10)], { least: 0.3, most: 4 }],
  ])("differ in their %s", (_, read, { least, most }) => {
    const values = sorted(read);
    expect(values[15]).toBeLessThan(least);
    expect(values.at(-15)).toBeGreaterThan(most);
  });

  it("have no parameter that another one gives away", () => {
    const names = ["crossShare", "makerShare", "slowHoldMs", "momentumShare", "churnShare", "feedCoverage"] as const;
    for (const one of names) for (const other of names) if (one < other) expect(Math.abs(correlation(one, other)), `${one} and ${other}`).toBeLessThan(0.2);
  });
});

type Name = keyof WorldParameters & ("crossShare" | "makerShare" | "slowHoldMs" | "momentumShare" | "churnShare" | "feedCoverage");

function correlation(one: Name, other: Name): number {
  const pairs = worlds.map((world) => [world[one], world[other]] as const);
  const mean = (read: (pair: readonly [number, number]) => number) => pairs.reduce((sum, pair) => sum + read(pair), 0) / pairs.length;
  const [x, y] = [mean(([first]) => first), mean(([, second]) => second)];
  const covariance = mean(([first, second]) => (first - x) * (second - y));
  return covariance / Math.sqrt(mean(([first]) => (first - x) ** 2) * mean(([, second]) => (second - y) ** 2));
}
