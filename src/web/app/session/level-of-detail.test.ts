import { describe, expect, it } from "vitest";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { levelForSight, priceReach } from "./level-of-detail.ts";

describe("levelForSight", () => {
  it("never swings: what made it change does not change it back", () => {
    for (let level = 0; level < HEAT_LEVELS.length; level++) {
      for (let columns = 1; columns < 40_000; columns = Math.ceil(columns * 1.07)) {
        const next = levelForSight(level, { columns, finestLevel: 0 });
        const after = (columns * HEAT_LEVELS[level].columnMs) / HEAT_LEVELS[next].columnMs;
        if (next > level) expect(levelForSight(next, { columns: after, finestLevel: 0 })).toBeGreaterThanOrEqual(next);
        if (next < level) expect(levelForSight(next, { columns: after, finestLevel: 0 })).toBeLessThanOrEqual(next);
      }
    }
  });

  it("stays within the levels that there are", () => {
    expect(levelForSight(1, { columns: 5, finestLevel: 1 })).toBe(1);
    expect(levelForSight(HEAT_LEVELS.length - 1, { columns: 1e6, finestLevel: 0 })).toBe(HEAT_LEVELS.length - 1);
  });
});

describe("priceReach", () => {
  const bar = { openTime: 0, open: 100, high: 101, low: 99, close: 100 };
  it("keeps more than the candles in sight, more so for longer windows", () => {
    const day = priceReach([bar], 86_400_000);
    const month = priceReach([bar], 30 * 86_400_000);
    expect(day?.low).toBeCloseTo(95.8);
    expect(month && day && month.high > day.high).toBe(true);
  });
  it("knows nothing without candles", () => expect(priceReach([], 1)).toBeUndefined());
});
