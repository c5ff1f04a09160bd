import { type BinGrid, type BookMap, binMap, rowGrid } from "./bin-grid.ts";
import { bandCoverage, earthMover, localStructure, logScale, overlap, rankCorrelation, topHits, total } from "./map-measures.ts";
import { seededUniform } from "./seeded-uniform.ts";

/** What one side of a map is worth against the truth at one instant; see docs/accuracy.md for what each figure means. */
export interface MapScore {
  readonly side: 0 | 1;
  readonly overlap: number;
  /** Overlap within NEAR_REACH of mark. */
  readonly near: number;
  readonly rankCorrelation: number;
  readonly localStructure: number;
  readonly earthMoverBps: number;
  readonly topHits: number;
  /** ln(estimate / truth) of the totals, and its size. */
  readonly logScale: number;
  readonly absLogScale: number;
  /** Share of bins whose truth lies in the stated p10-p90 band, and among the tenth of bins that hold most. Undefined: no band was stated. */
  readonly bandCoverage: number | undefined;
  readonly bandCoverageOfLargest: number | undefined;
  /** The latter for a truth that is drawn from the bands themselves, each bin by itself: what bands that are right come to, because what truly holds most was picked by its truth. */
  readonly largestIfBandsWereRight: number | undefined;
}

export type MapMeasure = Exclude<keyof MapScore, "side">;

/** What a map's maker says that the truth lies between, with 80 % probability per bin. */
export interface MapBand {
  /** Band of one side over the bins of `grid`. */
  over(grid: BinGrid): { readonly low: ArrayLike<number>; readonly high: ArrayLike<number> };
  /** What it says that the truth lies below with probability `level`, over the bins of `grid`. */
  quantile(level: number, grid: BinGrid): ArrayLike<number>;
}

export const SCORED_REACH = 0.2;
const NEAR_REACH = 0.06;
/** 20 basis points. */
export const ROWS_PER_BIN = 10;
/** 100 basis points. */
const SMOOTHING_BINS = 5;
const TOP = { count: 10, within: 1 } as const;
const BPS = 10_000;
const LARGEST_SHARE = 0.1;

export const scoredGrid = (side: 0 | 1, mark: number): BinGrid => rowGrid(side, { mark, reach: SCORED_REACH, rowsPerBin: ROWS_PER_BIN });

/** Scores both sides of a map within SCORED_REACH of mark, in 20-bps bins. A side on which there truly is nothing is left out. */
export function scoreMap(
  estimate: BookMap,
  truth: BookMap,
  { mark, band }: { readonly mark: number; readonly band: MapBand | undefined },
): readonly MapScore[] {
  return ([0, 1] as const).flatMap((side) => {
    const grid = scoredGrid(side, mark);
    const real = binMap(truth, grid);
    return total(real) > 0 ? [scoreSide(binMap(estimate, grid), real, { grid, band })] : [];
  });
}

function scoreSide(estimate: Float64Array, truth: Float64Array, { grid, band }: { grid: BinGrid; band: MapBand | undefined }): MapScore {
  const isNear = (_: number, bin: number) => Math.abs(grid.distanceOf(bin)) <= NEAR_REACH;
  const scale = logScale(estimate, truth);
  const edges = band?.over(grid);
  return {
    side: grid.side,
    overlap: overlap(estimate, truth),
    near: overlap(estimate.filter(isNear), truth.filter(isNear)),
    rankCorrelation: rankCorrelation(estimate, truth),
    localStructure: localStructure(estimate, truth, SMOOTHING_BINS),
    earthMoverBps: earthMover(estimate, truth) * grid.width * BPS,
    topHits: topHits(estimate, truth, TOP),
    logScale: scale,
    absLogScale: Math.abs(scale),
    bandCoverage: edges && bandCoverage(edges, truth),
    bandCoverageOfLargest: edges && coverageOfLargest(edges, truth),
    largestIfBandsWereRight: band && edges && coverageOfLargest(edges, drawTruth(band, grid)),
  };
}

function coverageOfLargest({ low, high }: { low: ArrayLike<number>; high: ArrayLike<number> }, truth: Float64Array): number {
  const order = Array.from(truth, (_, bin) => bin).sort((a, b) => truth[b] - truth[a]);
  const largest = order.slice(0, Math.ceil(truth.length * LARGEST_SHARE));
  const pick = (values: ArrayLike<number>) => largest.map((bin) => values[bin]);
  return bandCoverage({ low: pick(low), high: pick(high) }, pick(truth));
}

/** A truth as the bands have it: each bin at one of ten equally likely quantiles. The same for the same grid. */
function drawTruth(band: MapBand, grid: BinGrid): Float64Array {
  const tenths = Array.from({ length: TENTHS }, (_, tenth) => band.quantile((tenth + 0.5) / TENTHS, grid));
  const random = seededUniform(grid.rowsOf(0).fromRow);
  return Float64Array.from({ length: grid.count }, (_, bin) => tenths[Math.floor(random() * TENTHS)][bin]);
}

const TENTHS = 10;
