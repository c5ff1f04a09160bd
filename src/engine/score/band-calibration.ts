import { type BookMap, binMap } from "./bin-grid.ts";
import { type MapBand, scoredGrid } from "./map-score.ts";

/** Bins of a kind, and how many of their truths lay in the stated p10-p90 band, below it, or above. */
export interface BandTally {
  bins: number;
  inside: number;
  below: number;
  above: number;
}

/** How well stated bands held, counted bin by bin. */
export interface BandCalibration {
  /** Per class of distance from mark, see DISTANCE_EDGES. */
  readonly byDistance: readonly BandTally[];
  /** Per class of the estimate's share of open interest, see SIZE_EDGES. */
  readonly bySize: readonly BandTally[];
  /** Per level of NOMINAL_LEVELS: truths below that quantile. */
  readonly below: number[];
  bins: number;
}

/** Fractions of mark. */
export const DISTANCE_EDGES = [0, 0.01, 0.02, 0.04, 0.08, 0.14, 0.2] as const;
/** Shares of open interest in a bin. */
export const SIZE_EDGES = [0, 0.0005, 0.001, 0.002, 0.003, 0.0045, Infinity] as const;
export const NOMINAL_LEVELS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] as const;

const createBandCalibration = (): BandCalibration => ({
  byDistance: tallies(DISTANCE_EDGES.length - 1),
  bySize: tallies(SIZE_EDGES.length - 1),
  below: NOMINAL_LEVELS.map(() => 0),
  bins: 0,
});

const tallies = (length: number): BandTally[] => Array.from({ length }, () => ({ bins: 0, inside: 0, below: 0, above: 0 }));

export interface BandsToCheck {
  readonly estimate: BookMap;
  readonly truth: BookMap;
  readonly band: MapBand;
  readonly mark: number;
  readonly openInterestUsd: number;
}

/** Counts one instant's bands, both sides. Bins in which nothing is estimated state no band and are left out. */
export function tallyBands({ estimate, truth, band, mark, openInterestUsd }: BandsToCheck): BandCalibration {
  const into = createBandCalibration();
  for (const side of [0, 1] as const) {
    const grid = scoredGrid(side, mark);
    const usd = binMap(estimate, grid);
    const real = binMap(truth, grid);
    const { low, high } = band.over(grid);
    const quantiles = NOMINAL_LEVELS.map((level) => band.quantile(level, grid));
    for (let bin = 0; bin < grid.count; bin++) {
      if (usd[bin] === 0) continue;
      const where = real[bin] < low[bin] ? "below" : real[bin] > high[bin] ? "above" : "inside";
      for (const tally of [
        into.byDistance[classOf(Math.abs(grid.distanceOf(bin)), DISTANCE_EDGES)],
        into.bySize[classOf(usd[bin] / openInterestUsd, SIZE_EDGES)],
      ]) {
        tally.bins++;
        tally[where]++;
      }
      into.bins++;
      quantiles.forEach((quantile, level) => (into.below[level] += real[bin] <= quantile[bin] ? 1 : 0));
    }
  }
  return into;
}

/** The class that holds a value; the last one holds what is beyond it too. */
function classOf(value: number, edges: readonly number[]): number {
  let at = 0;
  while (at < edges.length - 2 && value >= edges[at + 1]) at++;
  return at;
}

/** Sums counts made apart. */
export function sumCalibrations(all: readonly BandCalibration[]): BandCalibration {
  const sum = createBandCalibration();
  for (const one of all) {
    addTallies(sum.byDistance, one.byDistance);
    addTallies(sum.bySize, one.bySize);
    one.below.forEach((count, level) => (sum.below[level] += count));
    sum.bins += one.bins;
  }
  return sum;
}

function addTallies(into: readonly BandTally[], from: readonly BandTally[]): void {
  from.forEach((tally, at) => {
    for (const count of ["bins", "inside", "below", "above"] as const) into[at][count] += tally[count];
  });
}
