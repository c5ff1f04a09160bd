import type { MapMeasure, MapScore } from "./map-score.ts";

/** Means of map scores, taken as they come in. */
export interface ScoreMeans {
  readonly count: number;
  add(score: MapScore): void;
  /** Mean of a measure over the scores that have a finite value of it; undefined when none has. */
  mean(measure: MapMeasure): number | undefined;
}

export const MAP_MEASURES = [
  "overlap",
  "near",
  "rankCorrelation",
  "localStructure",
  "earthMoverBps",
  "topHits",
  "logScale",
  "absLogScale",
  "bandCoverage",
  "bandCoverageOfLargest",
  "largestIfBandsWereRight",
] as const satisfies readonly MapMeasure[];

export function createScoreMeans(): ScoreMeans {
  const sums = new Float64Array(MAP_MEASURES.length);
  const counts = new Float64Array(MAP_MEASURES.length);
  let count = 0;
  return {
    get count() {
      return count;
    },
    add(score) {
      count++;
      MAP_MEASURES.forEach((measure, at) => {
        const value = score[measure];
        if (value === undefined || !Number.isFinite(value)) return;
        sums[at] += value;
        counts[at]++;
      });
    },
    mean(measure) {
      const at = MAP_MEASURES.indexOf(measure);
      return counts[at] > 0 ? sums[at] / counts[at] : undefined;
    },
  };
}
