import type { MapMeasure } from "#engine/score/map-score.ts";

/** A measure of maps as tables show it: its full name, a short one for terminals, and how many digits are worth printing. */
export interface MeasureColumn {
  readonly measure: MapMeasure;
  readonly name: string;
  readonly short: string;
  readonly digits: number;
}

/** In the order of every table. */
export const MEASURE_COLUMNS: readonly MeasureColumn[] = [
  { measure: "overlap", name: "overlap", short: "overlap", digits: 3 },
  { measure: "near", name: "near", short: "near", digits: 3 },
  { measure: "rankCorrelation", name: "rank correlation", short: "rank", digits: 3 },
  { measure: "localStructure", name: "local structure", short: "local", digits: 3 },
  { measure: "earthMoverBps", name: "earth mover, bps", short: "emd bps", digits: 0 },
  { measure: "topHits", name: "top-10 hits", short: "top-10", digits: 3 },
  { measure: "absLogScale", name: "size of ln scale", short: "|ln scale|", digits: 3 },
];

/** What only experiments look at. */
export const FURTHER_COLUMNS: readonly MeasureColumn[] = [
  { measure: "logScale", name: "ln scale", short: "ln scale", digits: 3 },
  { measure: "bandCoverage", name: "in band", short: "in band", digits: 3 },
  { measure: "bandCoverageOfLargest", name: "largest in band", short: "top in band", digits: 3 },
  { measure: "largestIfBandsWereRight", name: "largest in band, were bands right", short: "top if right", digits: 3 },
];
