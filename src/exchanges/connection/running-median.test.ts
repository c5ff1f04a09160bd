import { expect, test } from "vitest";
import { createRunningMedian } from "./running-median.ts";

test("one stall does not move it, a lasting change does", () => {
  const median = createRunningMedian();
  expect(median.median()).toBeUndefined();
  for (const value of [50, 52, 48, 90_000, 51]) median.add(value);
  expect(median.median()).toBe(51);
  for (let i = 0; i < 200; i++) median.add(-3_000);
  expect(median.median()).toBe(-3_000);
});
