import { expect, test } from "vitest";
import { movedHandle, nearestHandle, stepsOfKey } from "./slider-values.ts";

const REACH = { min: 0, max: 100, leastApart: 12 };

test("a handle stays within the ends and away from its neighbour", () => {
  expect(movedHandle([20, 60], 1, { ...REACH, value: 71.4 })).toEqual([20, 71]);
  expect(movedHandle([20, 60], 1, { ...REACH, value: 25 })).toEqual([20, 32]);
  expect(movedHandle([20, 60], 0, { ...REACH, value: 90 })).toEqual([48, 60]);
  expect(movedHandle([20, 60], 0, { ...REACH, value: -Infinity })).toEqual([0, 60]);
  expect(movedHandle([20], 0, { ...REACH, value: Infinity })).toEqual([100]);
});

test("a press takes the nearest handle, of two in one place the one that can go there", () => {
  expect(nearestHandle([20, 60], 39)).toBe(0);
  expect(nearestHandle([20, 60], 41)).toBe(1);
  expect(nearestHandle([50, 50], 70)).toBe(1);
  expect(nearestHandle([50, 50], 30)).toBe(0);
});

test("keys of a slider", () => {
  expect(stepsOfKey("ArrowLeft", false)).toBe(-1);
  expect(stepsOfKey("ArrowUp", true)).toBe(10);
  expect(stepsOfKey("End", false)).toBe(Infinity);
  expect(stepsOfKey("a", false)).toBeUndefined();
});
