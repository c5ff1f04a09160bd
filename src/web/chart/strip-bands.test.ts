import { describe, expect, it } from "vitest";
import { TILE_CELLS } from "#core/heat-tile.ts";
import type { LevelProfile } from "./level-profile.ts";
import { type Projection, tileBox } from "./sight.ts";
import { bandsInPane } from "./strip-bands.ts";

const ROWS_PER_CELL = 5;
const FIRST_CELL = 10 * TILE_CELLS - 2;

/** Four cells across a tile's edge, the mark in the second. */
const PROFILE: LevelProfile = {
  mark: 0,
  rowsPerCell: ROWS_PER_CELL,
  firstCell: FIRST_CELL,
  markCell: FIRST_CELL + 1,
  longUsd: Float64Array.of(40, 2, 0, 0),
  shortUsd: Float64Array.of(0, 1, 8, 16),
  cumulativeLongUsd: Float64Array.of(42, 2, 0, 0),
  cumulativeShortUsd: Float64Array.of(0, 1, 9, 25),
};

const projectionWith = (cellHeight: number): Projection => ({
  xOfColumn: (column) => column,
  yOfRow: (row) => 300.4 - (row / ROWS_PER_CELL - FIRST_CELL) * cellHeight,
});

describe("bandsInPane", () => {
  it("makes one bar a cell, which end where the tiles of the map end", () => {
    const projection = projectionWith(7.3);
    const bands = bandsInPane({ profile: PROFILE, projection, ratio: 1.5, paneHeight: 900 });
    expect(bands.map(({ longUsd, shortUsd, cumulativeUsd, side }) => [longUsd, shortUsd, cumulativeUsd, side])).toEqual([
      [40, 0, 42, "long"],
      [2, 1, 2, "long"],
      [0, 8, 9, "short"],
      [0, 16, 25, "short"],
    ]);
    const tileAbove = tileBox({ x: 0, y: 10 }, { projection, rowsPerCell: ROWS_PER_CELL, ratio: { x: 1.5, y: 1.5 } });
    expect(bands[1].top).toBe(tileAbove && tileAbove.y + tileAbove.height);
  });

  it("stands on whole pixels, without gaps or overlaps", () => {
    const bands = bandsInPane({ profile: PROFILE, projection: projectionWith(3.7), ratio: 3, paneHeight: 2_000 });
    expect(bands.every(({ top, height }) => Number.isInteger(top) && Number.isInteger(height))).toBe(true);
    for (let index = 1; index < bands.length; index++) expect(bands[index].top + bands[index].height).toBe(bands[index - 1].top);
  });

  it("sums cells that are too thin to see, and loses none", () => {
    const bands = bandsInPane({ profile: PROFILE, projection: projectionWith(0.9), ratio: 1, paneHeight: 900 });
    expect(bands.length).toBeLessThan(4);
    expect(bands.reduce((usd, band) => usd + band.longUsd + band.shortUsd, 0)).toBe(67);
  });

  it("says which price rows each bar stands for", () => {
    const bands = bandsInPane({ profile: PROFILE, projection: projectionWith(7.3), ratio: 1, paneHeight: 900 });
    expect(bands[0]).toMatchObject({ fromRow: FIRST_CELL * ROWS_PER_CELL, toRow: (FIRST_CELL + 1) * ROWS_PER_CELL });
    const [summed] = bandsInPane({ profile: PROFILE, projection: projectionWith(0.9), ratio: 1, paneHeight: 900 });
    expect(summed.toRow - summed.fromRow).toBe(2 * ROWS_PER_CELL);
  });

  it("leaves out what is beyond the pane", () => {
    expect(bandsInPane({ profile: PROFILE, projection: projectionWith(7.3), ratio: 1, paneHeight: 280 })).toHaveLength(2);
  });
});
