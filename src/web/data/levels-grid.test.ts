import { describe, expect, it } from "vitest";
import { PLANE_COUNT } from "#core/heat-column.ts";
import { type LevelsFrame, type LevelsGrid, encodeLevelsFrame, parseFrame } from "#wire/frames.ts";
import { rowCentre } from "#core/price-rows.ts";
import { applyLevelsFrame, gridOfLevels } from "./levels-grid.ts";

function gridOf(value: number, firstCell = 100): LevelsGrid {
  return {
    layer: "modelled",
    time: value,
    mark: 50,
    openInterestUsd: 1,
    rowsPerCell: 5,
    firstCell,
    cellCount: 3,
    usd: new Float32Array(PLANE_COUNT * 3).fill(7).fill(value, 0, 1),
  };
}

const frameOf = (grid: LevelsGrid, previous?: LevelsGrid): LevelsFrame => parseFrame(encodeLevelsFrame(1, grid, previous).buffer as ArrayBuffer) as LevelsFrame;

describe("applyLevelsFrame", () => {
  it("takes a full frame as it is, and applies changes to a copy", () => {
    const first = applyLevelsFrame(undefined, frameOf(gridOf(1)));
    const second = applyLevelsFrame(first, frameOf(gridOf(2), gridOf(1)));
    expect([first?.usd[0], second?.usd[0], second?.usd[1], second?.time]).toEqual([1, 2, 7, 2]);
  });

  it("gives nothing for changes without the grid they change", () => {
    const changes = frameOf(gridOf(2), gridOf(1));
    expect(changes.full).toBe(false);
    expect(applyLevelsFrame(undefined, changes)).toBeUndefined();
    expect(applyLevelsFrame(gridOf(1, 101), changes)).toBeUndefined();
  });
});

describe("gridOfLevels", () => {
  const tiers = { "5": 0, "10": 40, "25": 0, "50": 0, "100": 8 };
  const reply = (levels: Parameters<typeof gridOfLevels>[0]["levels"]) =>
    gridOfLevels({
      source: "simulated",
      asOf: 9,
      staleMs: 0,
      market: "binance:BTCUSDT",
      layer: "modelled",
      model: "m@1",
      time: 9,
      mark: 100,
      openInterestUsd: 7,
      explainedShare: 1,
      rowsPerCell: 5,
      levels,
    });

  it("puts every level in its cell, by side and tier, with holes between", () => {
    const grid = reply([
      { price: rowCentre(5_002), longUsd: 48, shortUsd: 0, byTier: tiers },
      { price: rowCentre(5_012), longUsd: 12, shortUsd: 36, byTier: tiers },
    ]);
    expect([grid.firstCell, grid.cellCount, grid.mark, grid.time]).toEqual([1_000, 3, 100, 9]);
    const plane = (index: number) => Array.from(grid.usd.slice(index * 3, index * 3 + 3));
    expect(plane(1)).toEqual([40, 0, 10]);
    expect(plane(4)).toEqual([8, 0, 2]);
    expect(plane(6)).toEqual([0, 0, 30]);
  });

  it("is an empty grid without levels", () => expect(reply([]).cellCount).toBe(0));
});
