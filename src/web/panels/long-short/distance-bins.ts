import { planeOf } from "#core/heat-column.ts";
import { type PositionSide, sideIndex } from "#core/position-side.ts";
import { priceAt } from "#core/price-rows.ts";
import { TIERS, type Tier } from "#core/tier.ts";
import type { LevelsGrid } from "#wire/frames.ts";

/** What would be forced between two distances from the mark. */
export interface DistanceBin {
  readonly side: PositionSide;
  /** Fractions of the mark, outward: from < to, both positive. */
  readonly from: number;
  readonly to: number;
  /** USD, in the order of the tiers asked for. */
  readonly byTier: readonly number[];
  readonly usd: number;
}

export interface BinsAsked {
  readonly tiers: readonly Tier[];
  readonly sides: readonly PositionSide[];
  /** Width of a bin, and how far they go, as fractions of the mark. */
  readonly width: number;
  readonly reach: number;
}

/** Longs below and shorts above the mark, by distance: longs nearest first, then shorts nearest first. A level on the wrong side of the mark is not there. */
export function distanceBins(grid: LevelsGrid, { tiers, sides, width, reach }: BinsAsked): readonly DistanceBin[] {
  const count = Math.round(reach / width);
  return sides.flatMap((side) => {
    const sums = Array.from({ length: count }, () => tiers.map(() => 0));
    for (let cell = 0; cell < grid.cellCount; cell++) {
      const distance = (priceAt((grid.firstCell + cell + 0.5) * grid.rowsPerCell) / grid.mark - 1) * (side === "long" ? -1 : 1);
      const bin = Math.floor(distance / width);
      if (distance < 0 || bin >= count) continue;
      for (const [at, tier] of tiers.entries()) sums[bin][at] += grid.usd[planeOf(sideIndex(side), TIERS.indexOf(tier)) * grid.cellCount + cell];
    }
    return sums.map((byTier, bin) => ({ side, from: bin * width, to: (bin + 1) * width, byTier, usd: byTier.reduce((sum, usd) => sum + usd, 0) }));
  });
}

/** USD of each side within a distance of the mark. */
export function totalsWithin(bins: readonly DistanceBin[], reach: number): Readonly<Record<PositionSide, number>> {
  const totals = { long: 0, short: 0 };
  for (const bin of bins) if (bin.to <= reach + 1e-9) totals[bin.side] += bin.usd;
  return totals;
}
