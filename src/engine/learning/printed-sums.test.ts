import { describe, expect, it } from "vitest";
import { MINUTE_MS, asMs } from "#core/units.ts";
import type { StepInput } from "#engine/step.ts";
import { printedSums } from "./printed-sums.ts";

const STEP: StepInput = {
  start: asMs(0),
  durationMs: MINUTE_MS,
  candle: { open: 1, high: 1, low: 1, close: 1, volume: 1, takerBuyVolume: undefined },
  mark: undefined,
  openInterest: undefined,
  funding: [],
  printed: undefined,
};
const OF = { openInterestUsd: 1e9, largestUsd: 1e6 };

describe("printed sums", () => {
  it("add up each side's orders and their squares", () => {
    const prints = [
      { side: 0, usd: 30_000 },
      { side: 1, usd: 500 },
      { side: 0, usd: 1000 },
    ] as const;
    expect(printedSums({ ...STEP, printed: { longUsd: 31_000, shortUsd: 500 }, prints }, OF)).toEqual([
      { usd: 31_000, squares: 30_000 ** 2 + 1000 ** 2 },
      { usd: 500, squares: 500 ** 2 },
    ]);
  });

  it("count no order for more than the largest that counts", () => {
    const prints = [
      { side: 1, usd: 80e6 },
      { side: 1, usd: 1e6 },
    ] as const;
    expect(printedSums({ ...STEP, printed: { longUsd: 0, shortUsd: 81e6 }, prints }, OF)).toEqual([
      { usd: 0, squares: 0 },
      { usd: 2e6, squares: 2e12 },
    ]);
  });

  it("take orders of a size that follows the market's where the source has summed them", () => {
    const [long, short] = printedSums({ ...STEP, printed: { longUsd: 4e6, shortUsd: 0 } }, OF);
    expect(long).toEqual({ usd: 4e6, squares: 4e6 * 1e4 });
    expect(short).toEqual({ usd: 0, squares: 0 });
    expect(printedSums({ ...STEP, printed: { longUsd: 4e6, shortUsd: 0 }, prints: [] }, { ...OF, openInterestUsd: 2e9 })[0].squares).toBe(4e6 * 2e4);
  });

  it("are nothing where nothing printed", () => {
    expect(printedSums(STEP, OF)).toEqual([
      { usd: 0, squares: 0 },
      { usd: 0, squares: 0 },
    ]);
  });
});
