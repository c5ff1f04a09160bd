import { planeOf } from "#core/heat-column.ts";
import { type PositionSide, sideIndex } from "#core/position-side.ts";
import { priceAt, rowOf } from "#core/price-rows.ts";
import { TIERS, type Tier } from "#core/tier.ts";
import { cumulativeFromMark } from "#insight/cumulative.ts";
import type { LevelsGrid } from "#wire/frames.ts";

/** What stands between the mark and a price. */
export interface RunningTotal {
  readonly price: number;
  /** Signed fraction of the mark. */
  readonly distance: number;
  /** USD that a move to the price would have forced. */
  readonly usd: number;
  /** This stretch alone holds at least {@link STEEP} times what a stretch of its side holds on average: a small move fires much. */
  readonly steep: boolean;
}

/** Multiple of a side's mean density from which a stretch is called steep. */
export const STEEP = 2;

export interface TotalsAsked {
  readonly tiers: readonly Tier[];
  /** Fraction of the mark. */
  readonly reach: number;
}

/** The running totals of a side, from the mark outward, cell by cell. */
export function runningTotals(grid: LevelsGrid, side: PositionSide, { tiers, reach }: TotalsAsked): readonly RunningTotal[] {
  const { cellCount, firstCell, rowsPerCell, mark, usd } = grid;
  const held = new Float64Array(cellCount);
  for (const tier of tiers) {
    const plane = planeOf(sideIndex(side), TIERS.indexOf(tier)) * cellCount;
    for (let cell = 0; cell < cellCount; cell++) held[cell] += usd[plane + cell];
  }
  const markCell = Math.floor(rowOf(mark) / rowsPerCell) - firstCell;
  const empty = new Float64Array(cellCount);
  const curve = cumulativeFromMark({ longUsd: side === "long" ? held : empty, shortUsd: side === "short" ? held : empty, markCell });
  const outward = side === "long" ? -1 : 1;
  const totals = side === "long" ? curve.longUsd : curve.shortUsd;
  const points: (Omit<RunningTotal, "steep"> & { readonly held: number })[] = [];
  for (let cell = markCell; cell >= 0 && cell < cellCount; cell += outward) {
    const price = priceAt((firstCell + cell + (side === "long" ? 0 : 1)) * rowsPerCell);
    const distance = price / mark - 1;
    if (Math.abs(distance) > reach) break;
    points.push({ price, distance, usd: totals[cell], held: held[cell] });
  }
  const mean = points.length > 0 ? (points.at(-1)?.usd ?? 0) / points.length : 0;
  return points.map(({ price, distance, usd: total, held: own }) => ({ price, distance, usd: total, steep: mean > 0 && own >= STEEP * mean }));
}

/** The total at a signed distance from the mark; undefined beyond the curves. */
export function totalAt(totals: Readonly<Record<PositionSide, readonly RunningTotal[]>>, distance: number): RunningTotal | undefined {
  return totals[distance < 0 ? "long" : "short"].find((point) => Math.abs(point.distance) >= Math.abs(distance));
}
