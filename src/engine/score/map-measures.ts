import { correlationOf, ranksOf } from "./rank-correlation.ts";

/**
 * How like an estimated distribution is to the true one, over the same bins of one position side. All of them take amounts (USD per bin, none
 * negative, at least one true bin positive) and none changes when the estimate is scaled, but {@link logScale}.
 */
type Bins = ArrayLike<number>;

/** Shared share of the normalised distributions, 0 to 1; 0 when the estimate is empty. */
export function overlap(estimate: Bins, truth: Bins): number {
  const estimated = total(estimate);
  const real = total(truth);
  if (estimated === 0 || real === 0) return 0;
  let shared = 0;
  for (let bin = 0; bin < truth.length; bin++) shared += Math.min(estimate[bin] / estimated, truth[bin] / real);
  return shared;
}

/** Mean distance in bins that the normalised estimate has to be moved to become the truth; all bins when the estimate is empty. */
export function earthMover(estimate: Bins, truth: Bins): number {
  const estimated = total(estimate);
  const real = total(truth);
  if (estimated === 0 || real === 0) return truth.length;
  let surplus = 0;
  let moved = 0;
  for (let bin = 0; bin < truth.length; bin++) {
    surplus += estimate[bin] / estimated - truth[bin] / real;
    moved += Math.abs(surplus);
  }
  return moved;
}

/** Spearman correlation over bins, -1 to 1; 0 when either does not vary. */
export function rankCorrelation(estimate: Bins, truth: Bins): number {
  return correlationOf(ranksOf(estimate), ranksOf(truth));
}

/** Correlation of what is left after taking away a running mean over `smoothing` bins (odd; shorter at the ends): do the peaks stand in the same bins? */
export function localStructure(estimate: Bins, truth: Bins, smoothing: number): number {
  return correlationOf(roughness(estimate, smoothing), roughness(truth, smoothing));
}

/** Share of the `count` largest true bins that have one of the estimate's `count` largest within `within` bins. Empty bins are never among the largest. */
export function topHits(estimate: Bins, truth: Bins, { count, within }: { readonly count: number; readonly within: number }): number {
  const found = largest(estimate, count);
  const wanted = largest(truth, count);
  return wanted.filter((bin) => found.some((other) => Math.abs(other - bin) <= within)).length / wanted.length;
}

/** ln(estimate's total / truth's total): 0 is right, +0.69 twice too much. -Infinity when the estimate is empty. */
export function logScale(estimate: Bins, truth: Bins): number {
  return Math.log(total(estimate) / total(truth));
}

/** Share of bins whose truth lies in its band [low, high], edges included. A p10-p90 band should hold 0.8. */
export function bandCoverage({ low, high }: { readonly low: Bins; readonly high: Bins }, truth: Bins): number {
  let inside = 0;
  for (let bin = 0; bin < truth.length; bin++) if (truth[bin] >= low[bin] && truth[bin] <= high[bin]) inside++;
  return inside / truth.length;
}

export function total(values: Bins): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

/** What a sum of equal values may be off by, relative. */
const ROUNDING = 1e-12;

function roughness(values: Bins, smoothing: number): Float64Array {
  const half = smoothing >> 1;
  return Float64Array.from({ length: values.length }, (_, at) => {
    const from = Math.max(0, at - half);
    const to = Math.min(values.length, at + half + 1);
    let sum = 0;
    for (let bin = from; bin < to; bin++) sum += values[bin];
    const left = values[at] - sum / (to - from);
    return Math.abs(left) > ROUNDING * values[at] ? left : 0;
  });
}

/** Of equal bins the first come first. */
function largest(values: Bins, count: number): readonly number[] {
  return Array.from({ length: values.length }, (_, bin) => bin)
    .filter((bin) => values[bin] > 0)
    .sort((a, b) => values[b] - values[a])
    .slice(0, count);
}
