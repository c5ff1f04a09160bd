import { expect, test } from "vitest";
import { BUDGETS } from "./declaration.ts";
import { openInterestEveryMs } from "./sources.ts";

test("open interest of all instruments is asked for as often as its share of the weight allows, every 5 s at most", () => {
  expect([1, 50, 100, 200].map(openInterestEveryMs)).toEqual([5_000, 5_000, 10_000, 20_000]);
  for (const instruments of [1, 49, 51, 100, 333]) {
    const weightPerMinute = (60_000 / openInterestEveryMs(instruments)) * instruments;
    expect(weightPerMinute).toBeLessThanOrEqual(BUDGETS.live.weight - 100);
  }
  // What an address has, with something left over for other programs.
  const { live, books, trades, history } = BUDGETS;
  expect([live, books, trades, history].reduce((sum, { weight }) => sum + weight, 0)).toBe(2_300);
});
