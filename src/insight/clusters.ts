import { planeOf } from "#core/heat-column.ts";
import { type PositionSide, sideIndex } from "#core/position-side.ts";
import { priceAt, rowOf } from "#core/price-rows.ts";
import { TIERS, type Tier } from "#core/tier.ts";

/** A stretch of one side of the map that stands out from what is around it. */
export interface Cluster {
  readonly side: PositionSide;
  /** Price rows, [fromRow, toRow). */
  readonly fromRow: number;
  readonly toRow: number;
  /** Prices of its edges. */
  readonly low: number;
  readonly high: number;
  /** Where its dollars lie on average. */
  readonly price: number;
  /** Of that price from the mark, a signed fraction. */
  readonly distance: number;
  readonly usd: number;
  /** USD by tier, in the order of TIERS; hidden tiers are zero. */
  readonly byTier: readonly number[];
  /** Its mean density over that of its surroundings. */
  readonly contrast: number;
}

/** What stands now, [plane][cell] in USD; cell `i` holds the price rows from `(firstCell + i) * rowsPerCell` up. */
export interface StandingLevels {
  readonly mark: number;
  readonly rowsPerCell: number;
  readonly firstCell: number;
  readonly cellCount: number;
  readonly usd: ArrayLike<number>;
}

export interface ClustersAsked {
  readonly tiers: readonly Tier[];
  readonly sides: readonly PositionSide[];
  /** How far from the mark, as a fraction. */
  readonly reach: number;
}

/** A cell belongs to a cluster when it holds at least so many times the mean of its surroundings, */
export const CLUSTER_CONTRAST = 1.25;
/** which reach this far on either side of it (1.2 %), */
const SURROUNDING_ROWS = 60;
/** and clusters closer than this to each other (10 bps) are one. */
const JOINED_ROWS = 5;
/** Smaller than this share of its side's largest cluster, it is noise. */
export const LEAST_SHARE = 0.05;

/** The clusters of a map within reach: longs below the mark, shorts above it, largest first. */
export function findClusters(levels: StandingLevels, { tiers, sides, reach }: ClustersAsked): readonly Cluster[] {
  return sides.flatMap((side) => clustersOfSide(levels, { side, tiers, reach })).sort((a, b) => b.usd - a.usd);
}

/** The nearest cluster of a side that is at least `leastShare` of its side's largest; undefined where nothing stands out. */
export function nearestCluster(clusters: readonly Cluster[], side: PositionSide, leastShare = 0.25): Cluster | undefined {
  const ofSide = clusters.filter((cluster) => cluster.side === side);
  const largest = Math.max(0, ...ofSide.map(({ usd }) => usd));
  return ofSide.filter(({ usd }) => usd >= leastShare * largest).toSorted((a, b) => Math.abs(a.distance) - Math.abs(b.distance))[0];
}

/** A run of cells that stands out, [first, end), and by how much. */
export interface ClusterStretch {
  readonly first: number;
  readonly end: number;
  readonly contrast: number;
}

/** How many cells of `rowsPerCell` rows the surroundings of a cell reach to either side. */
export const surroundingCells = (rowsPerCell: number): number => Math.max(2, Math.round(SURROUNDING_ROWS / rowsPerCell));

/** The runs of cells of one side that stand out of their surroundings, lowest first; `held` is USD per cell, lowest price first. */
export function clusterStretches(held: Float64Array, rowsPerCell: number): readonly ClusterStretch[] {
  const around = surroundings(held, surroundingCells(rowsPerCell));
  return stretchesAbove(held, around, Math.floor(JOINED_ROWS / rowsPerCell)).map(([first, end]) => ({
    first,
    end,
    contrast: meanOf(held, first, end) / meanOf(around, first, end),
  }));
}

interface SideAsked extends Pick<ClustersAsked, "tiers" | "reach"> {
  readonly side: PositionSide;
}

function clustersOfSide(levels: StandingLevels, asked: SideAsked): readonly Cluster[] {
  const { from, to } = cellsOfSide(levels, asked);
  const held = Float64Array.from({ length: Math.max(0, to - from) }, (_, at) => usdOfCell(levels, asked, from + at));
  const clusters = clusterStretches(held, levels.rowsPerCell).map(({ first, end, contrast }) =>
    clusterOf(levels, asked, { from: from + first, to: from + end, contrast }),
  );
  const largest = Math.max(0, ...clusters.map(({ usd }) => usd));
  return clusters.filter(({ usd }) => usd >= LEAST_SHARE * largest);
}

/** The cells within reach that price has to move away from the mark to come to: [from, to). The mark's own cell is on both sides. */
function cellsOfSide({ mark, rowsPerCell, firstCell, cellCount }: StandingLevels, { side, reach }: SideAsked): { from: number; to: number } {
  const cellOf = (price: number) => Math.floor(rowOf(price) / rowsPerCell) - firstCell;
  const clipped = (cell: number) => Math.min(cellCount, Math.max(0, cell));
  return side === "long"
    ? { from: clipped(cellOf(mark * (1 - reach))), to: clipped(cellOf(mark) + 1) }
    : { from: clipped(cellOf(mark)), to: clipped(cellOf(mark * (1 + reach)) + 1) };
}

function usdOfCell({ cellCount, usd }: StandingLevels, { side, tiers }: SideAsked, cell: number): number {
  return tiers.reduce((sum, tier) => sum + usd[planeOf(sideIndex(side), TIERS.indexOf(tier)) * cellCount + cell], 0);
}

/** Mean of the cells up to `width` away on either side, as far as there are any. */
function surroundings(held: Float64Array, width: number): Float64Array {
  const sums = new Float64Array(held.length + 1);
  for (let i = 0; i < held.length; i++) sums[i + 1] = sums[i] + held[i];
  return held.map((_, i) => {
    const from = Math.max(0, i - width);
    const to = Math.min(held.length, i + width + 1);
    return (sums[to] - sums[from]) / (to - from);
  });
}

/** Runs of cells that stand out, [first, end); runs that are at most `gap` cells apart are one. */
function stretchesAbove(held: Float64Array, around: Float64Array, gap: number): readonly [first: number, end: number][] {
  const stretches: [number, number][] = [];
  for (let cell = 0; cell < held.length; cell++) {
    if (held[cell] === 0 || held[cell] < CLUSTER_CONTRAST * around[cell]) continue;
    const last = stretches.at(-1);
    if (last && cell - last[1] <= gap) last[1] = cell + 1;
    else stretches.push([cell, cell + 1]);
  }
  return stretches;
}

function clusterOf(levels: StandingLevels, asked: SideAsked, { from, to, contrast }: { from: number; to: number; contrast: number }): Cluster {
  const { cellCount, firstCell, rowsPerCell, mark } = levels;
  const byTier = TIERS.map(() => 0);
  let usd = 0;
  let moment = 0;
  for (let cell = from; cell < to; cell++) {
    for (const tier of asked.tiers) {
      const value = levels.usd[planeOf(sideIndex(asked.side), TIERS.indexOf(tier)) * cellCount + cell];
      byTier[TIERS.indexOf(tier)] += value;
      usd += value;
      moment += value * (cell + 0.5);
    }
  }
  const fromRow = (firstCell + from) * rowsPerCell;
  const toRow = (firstCell + to) * rowsPerCell;
  const price = priceAt((firstCell + moment / usd) * rowsPerCell);
  return { side: asked.side, fromRow, toRow, low: priceAt(fromRow), high: priceAt(toRow), price, distance: price / mark - 1, usd, byTier, contrast };
}

function meanOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i];
  return sum / (to - from);
}
