import { expect, test } from "vitest";
import type { Observation } from "./observation.ts";
import { rankLift } from "./rank-lift.ts";

const HOUR = 3_600_000;
const observe = (predict: (i: number) => number): readonly Observation[] =>
  Array.from({ length: 240 }, (_, i) => ({
    start: i * HOUR,
    open: 1,
    high: 1,
    low: 1,
    volume: 1,
    predictedUsd: [predict(i), 0],
    forcedUsd: [0, 0],
    realisedUsd: [(i * 7919) % 240, 1],
  }));

test("a forecast that knows is lifted over one that guesses by its whole correlation, and not over itself", () => {
  const knows = observe((i) => (i * 7919) % 240);
  const guesses = observe((i) => (i * 104_729) % 239);
  expect(rankLift(knows, guesses, 0).low).toBeGreaterThan(0.7);
  expect(rankLift(knows, knows, 0)).toEqual({ value: 0, low: 0, high: 0 });
  expect(rankLift(guesses, knows, 0).high).toBeLessThan(-0.7);
});

test("only the same intervals can be compared", () => {
  const one = observe((i) => i);
  expect(() => rankLift(one, one.slice(1), 0)).toThrow("same intervals");
});
