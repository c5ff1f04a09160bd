/**
 * Mean prequential log score of a forecast of positive amounts: log density, per interval, of log(1 + realised USD) under a normal law whose mean is a
 * straight line in log(1 + predicted USD) and whose line and spread are fitted, with forgetting, on earlier intervals only. Higher is better.
 * Being fitted on the way, it gives every forecast, the baselines too, its best scale: what differs is the information in it.
 */
export function meanLogScore(predicted: ArrayLike<number>, realised: ArrayLike<number>): number {
  const fit = { weight: 0, x: 0, y: 0, xx: 0, xy: 0, squares: PRIOR_VARIANCE * PRIOR_WEIGHT, squaresWeight: PRIOR_WEIGHT };
  let total = 0;
  let scored = 0;
  for (let i = 0; i < predicted.length; i++) {
    const x = Math.log1p(predicted[i]);
    const y = Math.log1p(realised[i]);
    if (fit.weight >= WARM_UP) {
      const slope = slopeOf(fit);
      const mean = fit.y / fit.weight + slope * (x - fit.x / fit.weight);
      const variance = Math.max(0.01, fit.squares / fit.squaresWeight);
      total += -0.5 * Math.log(2 * Math.PI * variance) - (y - mean) ** 2 / (2 * variance);
      scored++;
      fit.squares = fit.squares * KEEP + (y - mean) ** 2;
      fit.squaresWeight = fit.squaresWeight * KEEP + 1;
    }
    fit.weight = fit.weight * KEEP + 1;
    fit.x = fit.x * KEEP + x;
    fit.y = fit.y * KEEP + y;
    fit.xx = fit.xx * KEEP + x * x;
    fit.xy = fit.xy * KEEP + x * y;
  }
  return scored > 0 ? total / scored : Number.NaN;
}

const WARM_UP = 20;
const KEEP = 0.995;
/** Spread before any residual has been seen: a factor of seven either way, as sure as five intervals. */
const PRIOR_VARIANCE = 4;
const PRIOR_WEIGHT = 5;

function slopeOf({ weight, x, y, xx, xy }: { weight: number; x: number; y: number; xx: number; xy: number }): number {
  const variance = xx / weight - (x / weight) ** 2;
  return variance > 1e-9 ? (xy / weight - (x * y) / weight ** 2) / variance : 0;
}
