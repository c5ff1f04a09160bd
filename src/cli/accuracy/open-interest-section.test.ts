import { expect, test } from "vitest";
import { MAP_MEASURES } from "#engine/score/score-means.ts";
import { openInterestSection } from "./open-interest-section.ts";
import type { Followed, OpenInterestTrial, TrialScore } from "./open-interest-trial.ts";

const score = (map: number, forecast: number): TrialScore => ({
  map: Object.fromEntries(MAP_MEASURES.map((measure) => [measure, map])) as TrialScore["map"],
  forecast,
  heldInRange: 0.8,
});

const trial = (world: string, of: { readonly oracle: Followed }): OpenInterestTrial => ({
  world,
  estimate: { seen: score(0.85, 0.8), frozen: score(0.84, 0.8) },
  oracle: of.oracle,
  trueBook: 0.9,
  shownShare: 0.25,
});

const lifts = (all: readonly number[]) =>
  openInterestSection(all.map((lift, i) => trial(`w${i}`, { oracle: { seen: score(0.9, 0.8 + lift), frozen: score(0.9, 0.8) } })));

test("what even the oracle does not gain is said to be out of reach, and what it gains is not", () => {
  expect(lifts([0.001, -0.001, 0.002, -0.002]).text).toContain("this score cannot show it");
  expect(lifts([0.02, 0.03, 0.02, 0.03]).text).not.toContain("cannot show it");
});

test("a measure of which less is better gets worse as it rises", () => {
  const { text, shortfalls } = lifts([0]);
  expect(text).toContain("losses in earth mover, bps, size of ln scale");
  expect(text).toContain("25 % of what trades");
  expect(shortfalls[0]).toContain("no clear difference in forecast of forced volume (lift 0.000 [0.000, 0.000])");
});
