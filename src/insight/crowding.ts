import { planeOf } from "#core/heat-column.ts";
import { type PositionSide, sideIndex } from "#core/position-side.ts";
import { rowOf } from "#core/price-rows.ts";
import { TIER_COUNT } from "#core/tier.ts";
import type { StandingLevels } from "./clusters.ts";

/** USD of longs that a fall by `reach` (a fraction of the mark) would force, and of shorts that a rise by as much would. Whole cells; the mark's own is on both sides. */
export function massWithin({ mark, rowsPerCell, firstCell, cellCount, usd }: StandingLevels, reach: number): Readonly<Record<PositionSide, number>> {
  const cellOf = (price: number) => Math.floor(rowOf(price) / rowsPerCell) - firstCell;
  const sumOf = (side: PositionSide, from: number, to: number): number => {
    let sum = 0;
    for (let tier = 0; tier < TIER_COUNT; tier++) {
      const plane = planeOf(sideIndex(side), tier) * cellCount;
      for (let cell = Math.max(0, from); cell <= Math.min(cellCount - 1, to); cell++) sum += usd[plane + cell];
    }
    return sum;
  };
  return { long: sumOf("long", cellOf(mark * (1 - reach)), cellOf(mark)), short: sumOf("short", cellOf(mark), cellOf(mark * (1 + reach))) };
}
