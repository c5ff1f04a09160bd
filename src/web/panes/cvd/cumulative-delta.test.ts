import { expect, test } from "vitest";
import { cumulativeDelta } from "./cumulative-delta.ts";

test("adds what takers bought and takes off what they sold", () => {
  const bars = [
    { volumeUsd: 100, takerBuyUsd: 60 },
    { volumeUsd: 50, takerBuyUsd: 0 },
    { volumeUsd: 0, takerBuyUsd: 0 },
  ];
  expect(cumulativeDelta(bars)).toEqual([20, -30, -30]);
});

test("leaves a gap where a bar is not known, and goes on from there", () => {
  const bars = [
    { volumeUsd: 10, takerBuyUsd: 10 },
    { volumeUsd: 10, takerBuyUsd: null },
    { volumeUsd: null, takerBuyUsd: null },
    { volumeUsd: 10, takerBuyUsd: 5 },
  ];
  expect(cumulativeDelta(bars)).toEqual([10, null, null, 10]);
});
