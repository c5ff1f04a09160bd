import { expect, test } from "vitest";
import { largestBursts } from "./bursts.ts";

const HOUR = 3_600_000;
const bar = (hour: number, longUsd: number, shortUsd = 0) => ({ fromMs: hour * HOUR, longUsd, shortUsd });

test("the largest bars come in time order, one of each stretch", () => {
  const bars = [bar(0, 5), bar(1, 90), bar(2, 80, 5), bar(9, 10, 60), bar(20, 50), bar(30, 1)];
  expect(largestBursts(bars, { most: 3, apartMs: 4 * HOUR }).map(({ fromMs }) => fromMs / HOUR)).toEqual([1, 9, 20]);
});

test("nothing liquidated is no burst", () => expect(largestBursts([bar(0, 0), bar(1, 0)], { most: 3, apartMs: HOUR })).toEqual([]));
