import { planeOf } from "#core/heat-column.ts";
import { type PositionSide, sideIndex } from "#core/position-side.ts";
import { priceAt, rowOf, rowsOfRatio } from "#core/price-rows.ts";
import { TIERS, type Tier } from "#core/tier.ts";
import type { LevelsGrid } from "#wire/frames.ts";

/** What would be forced between two distances from the mark. */
export interface CellBin {
  readonly side: PositionSide;
  /** Fractions of the mark, outward: from < to, both positive. */
  readonly from: number;
  readonly to: number;
  readonly usd: number;
}

export interface CellBinsAsked {
  readonly tiers: readonly Tier[];
  readonly sides: readonly PositionSide[];
  readonly cellsPerBin: number;
  /** Bins of each side. */
  readonly bins: number;
}

/**
 * A book by distance in bins of whole cells, counted from the mark's own, which is the nearest of either side: longs nearest first, then shorts.
 * Every bin sums as many cells, so that none is higher for its place; two books agree to within a cell.
 */
export function cellBins(grid: LevelsGrid, { tiers, sides, cellsPerBin, bins }: CellBinsAsked): readonly CellBin[] {
  const { mark, rowsPerCell, firstCell, cellCount, usd } = grid;
  const markCell = Math.floor(rowOf(mark) / rowsPerCell) - firstCell;
  const edge = (bin: number): number => priceAt(bin * cellsPerBin * rowsPerCell) - 1;
  return sides.flatMap((side) => {
    const planes = tiers.map((tier) => planeOf(sideIndex(side), TIERS.indexOf(tier)) * cellCount);
    const outward = side === "long" ? -1 : 1;
    return Array.from({ length: bins }, (_, bin): CellBin => {
      let sum = 0;
      for (let offset = bin * cellsPerBin; offset < (bin + 1) * cellsPerBin; offset++) {
        const cell = markCell + outward * offset;
        if (cell >= 0 && cell < cellCount) for (const plane of planes) sum += usd[plane + cell];
      }
      return { side, from: edge(bin), to: edge(bin + 1), usd: sum };
    });
  });
}

/** How many bins of so many price rows end within a distance of the mark, a fraction. */
export const binsWithin = (reach: number, rowsPerBin: number): number => Math.floor(rowsOfRatio(1 + reach) / rowsPerBin);
