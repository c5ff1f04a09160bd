import { describe, expect, it } from "vitest";
import { PLANE_COUNT } from "#core/heat-column.ts";
import { type LevelsFrame, type LevelsGrid, encodeLevelsFrame, parseFrame } from "#wire/frames.ts";
import { applyLevelsFrame } from "./levels-grid.ts";

function gridOf(value: number, firstCell = 100): LevelsGrid {
  return {
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
