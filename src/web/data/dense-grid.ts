import { planeOf } from "#core/heat-column.ts";
import { densityOf } from "#core/heat-scale.ts";
import { type PositionSide, sideIndex } from "#core/position-side.ts";
import { TIERS, type Tier } from "#core/tier.ts";
import type { LevelsGrid } from "#wire/frames.ts";

/** What is shown of a book: density (USD per 0.1 % of price) below `threshold` is not. */
export interface ShownPart {
  readonly tiers: readonly Tier[];
  readonly sides: readonly PositionSide[];
  readonly threshold: number;
}

/** A book without the cells that the threshold hides on the map: what counts is what its shown tiers and sides hold together. */
export function denseGrid(grid: LevelsGrid, { tiers, sides, threshold }: ShownPart): LevelsGrid {
  if (threshold <= 0) return grid;
  const { cellCount } = grid;
  const planes = sides.flatMap((side) => tiers.map((tier) => planeOf(sideIndex(side), TIERS.indexOf(tier)) * cellCount));
  const usd = grid.usd.slice();
  for (let cell = 0; cell < cellCount; cell++) {
    const held = planes.reduce((sum, plane) => sum + usd[plane + cell], 0);
    if (densityOf(held, grid.rowsPerCell) < threshold) for (const plane of planes) usd[plane + cell] = 0;
  }
  return { ...grid, usd };
}
