import { cumulativeFromMark } from "#insight/cumulative.ts";
import { densityOf } from "#core/heat-scale.ts";
import { rowOf } from "#core/price-rows.ts";
import { TIER_COUNT } from "#core/tier.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import type { HeatStyle } from "#web/colour/colour-table.ts";
import { sureGrid } from "#web/data/sure-grid.ts";

/** The book now as the level strip draws it: chosen planes summed per side and cell, in USD, with running totals from the mark. */
export interface LevelProfile {
  readonly mark: number;
  readonly rowsPerCell: number;
  readonly firstCell: number;
  readonly markCell: number;
  readonly longUsd: Float64Array;
  readonly shortUsd: Float64Array;
  readonly cumulativeLongUsd: Float64Array;
  readonly cumulativeShortUsd: Float64Array;
}

/** Applies the filters of the map to the book now: tiers and sides by plane, the threshold by density, the floor by confidence. */
export function levelProfile(grid: LevelsGrid, { planes, threshold, floor }: Pick<HeatStyle, "planes" | "threshold" | "floor">): LevelProfile {
  const { cellCount, firstCell, rowsPerCell, mark, usd } = sureGrid(grid, floor);
  const longUsd = new Float64Array(cellCount);
  const shortUsd = new Float64Array(cellCount);
  for (const plane of planes) {
    const side = plane < TIER_COUNT ? longUsd : shortUsd;
    for (let cell = 0; cell < cellCount; cell++) side[cell] += usd[plane * cellCount + cell];
  }
  for (let cell = 0; cell < cellCount; cell++) {
    if (densityOf(longUsd[cell] + shortUsd[cell], rowsPerCell) >= threshold) continue;
    longUsd[cell] = 0;
    shortUsd[cell] = 0;
  }
  const markCell = Math.floor(rowOf(mark) / rowsPerCell);
  const curve = cumulativeFromMark({ longUsd, shortUsd, markCell: markCell - firstCell });
  return { mark, rowsPerCell, firstCell, markCell, longUsd, shortUsd, cumulativeLongUsd: curve.longUsd, cumulativeShortUsd: curve.shortUsd };
}
