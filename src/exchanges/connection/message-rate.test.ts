import { expect, test } from "vitest";
import { createMessageRate } from "./message-rate.ts";

test("counts the last minute, and forgets what is older", () => {
  const rate = createMessageRate();
  expect(rate.perSecond(1_000)).toBe(0);
  for (let now = 10_000; now < 40_000; now += 100) rate.count(now);
  expect(rate.perSecond(40_000)).toBeCloseTo(10, 0);
  expect(rate.perSecond(85_000)).toBeLessThan(5);
  expect(rate.perSecond(200_000)).toBe(0);
});
