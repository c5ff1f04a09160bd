import { expect, it } from "vitest";
import { createMeter } from "./request-meter.ts";

it("spends a window's allowance, says how long until the next, and begins anew in it", () => {
  let now = 60_000;
  const meter = createMeter(() => now);
  const cost = (weight: number) => [{ bucket: "weight", most: 10, windowMs: 60_000, weight }];
  expect(meter.spend(cost(7))).toBe(0);
  expect(meter.spend(cost(3))).toBe(0);
  now += 20_000;
  expect(meter.spend(cost(1))).toBe(40_000);
  expect(meter.spent("weight")).toBe(11);
  now += 40_000;
  expect(meter.spend(cost(1))).toBe(0);
  expect(meter.spent("weight")).toBe(1);
});

it("keeps buckets apart, and waits for the slowest of several", () => {
  const meter = createMeter(() => 100);
  const path = { bucket: "path", most: 1, windowMs: 1_000 };
  const all = { bucket: "all", most: 2, windowMs: 5_000 };
  expect(meter.spend([path, all])).toBe(0);
  expect(meter.spend([path, all])).toBe(900);
  expect(meter.spend([{ ...path, bucket: "other" }, all])).toBe(4_900);
});
