import { expect, test } from "vitest";
import { createRangeMemory, createScaleMemory } from "./scale-memory.ts";

const BTC = (openInterestUsd: number | null) => ({ coin: "BTC", openInterestUsd });

test("the first open interest that was heard stays, whatever comes after", () => {
  const scaleOf = createScaleMemory();
  expect([
    scaleOf(BTC(null), undefined),
    scaleOf(BTC(5), undefined),
    scaleOf(BTC(9), undefined),
    scaleOf({ coin: "ETH", openInterestUsd: 3 }, undefined),
  ]).toEqual([null, 5, 5, 3]);
});

test("an instant's is never a later one, and stays while time goes on", () => {
  const scaleOf = createScaleMemory();
  scaleOf(BTC(5), undefined);
  expect([scaleOf(BTC(7), 100), scaleOf(BTC(8), 200), scaleOf(BTC(null), 300)]).toEqual([7, 7, 7]);
  expect([scaleOf(BTC(null), 50), scaleOf(BTC(6), 50), scaleOf(BTC(8), 200)]).toEqual([null, 6, 6]);
  expect(scaleOf(BTC(9), undefined)).toBe(5);
});

test("a replay's colours are those of its day once they are told; until then those of now are only lent", () => {
  const rangeOf = createRangeMemory();
  const [now, then, later] = [1, 2, 3].map((high) => ({ low: 0.1, high }));
  expect(rangeOf({ id: "a", heatRange: now, mark: 5 }, undefined)).toBe(now);
  expect(rangeOf({ id: "a", heatRange: now, mark: null }, 100)).toBe(now);
  expect(rangeOf({ id: "a", heatRange: then, mark: 5 }, 100)).toBe(then);
  expect(rangeOf({ id: "a", heatRange: later, mark: 5 }, 200)).toBe(then);
  expect(rangeOf({ id: "a", heatRange: later, mark: 5 }, undefined)).toBe(now);
});
