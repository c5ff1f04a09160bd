import { expect, test } from "vitest";
import { distanceTicks } from "./distance-ticks.ts";

const labels = (asked: Parameters<typeof distanceTicks>[0]) => distanceTicks(asked).map(({ label }) => label);

test("ticks are round, and both ends have one", () => {
  expect(labels({ from: -0.05, to: 0.05, most: 11 })).toEqual(["−5 %", "−4 %", "−3 %", "−2 %", "−1 %", "price", "+1 %", "+2 %", "+3 %", "+4 %", "+5 %"]);
  expect(labels({ from: -0.01, to: 0.01, most: 11 })).toEqual([
    "−1.0 %",
    "−0.8 %",
    "−0.6 %",
    "−0.4 %",
    "−0.2 %",
    "price",
    "+0.2 %",
    "+0.4 %",
    "+0.6 %",
    "+0.8 %",
    "+1.0 %",
  ]);
});

test("a phone has room for fewer", () => expect(labels({ from: -0.1, to: 0.1, most: 5 })).toEqual(["−10 %", "−5 %", "price", "+5 %", "+10 %"]));

test("one side alone begins at the price", () => expect(labels({ from: 0, to: 0.02, most: 5 })).toEqual(["price", "+0.5 %", "+1.0 %", "+1.5 %", "+2.0 %"]));

test("a plot without width has none", () => expect(labels({ from: 0, to: 0, most: 5 })).toEqual([]));

test.each([0.01, 0.02, 0.05, 0.1, 0.2])("every reach of a panel has its ticks: %s", (reach) => {
  for (const most of [5, 11]) {
    const ticks = distanceTicks({ from: -reach, to: reach, most });
    expect(ticks.length).toBeGreaterThanOrEqual(3);
    expect(ticks.length).toBeLessThanOrEqual(most);
    expect(ticks[0].distance).toBe(-reach);
    expect(ticks.at(-1)?.distance).toBe(reach);
  }
});
