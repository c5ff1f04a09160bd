import { LONG } from "#core/position-side.ts";
import type { Ladder, Rung } from "#engine/ladder.ts";
import type { LearningPrior } from "#engine/ladder-prior.ts";

/**
 * How far, and how much alike, the ln(weights) of rungs are believed to differ from the prior's: covariance, [side][rung] by [side][rung]. Cross
 * leverage is smooth, so neighbouring cross rungs differ alike; each isolated setting is a habit of its own. Made once for a ladder.
 */
export function weightCovariance(ladder: Ladder, learning: LearningPrior): Float64Array {
  const known = made.get(ladder);
  if (known?.learning === learning) return known.covariance;
  const covariance = covarianceOf(ladder.rungs[LONG], learning);
  made.set(ladder, { learning, covariance });
  return covariance;
}

const made = new WeakMap<Ladder, { readonly learning: LearningPrior; readonly covariance: Float64Array }>();

function covarianceOf(rungs: readonly Rung[], learning: LearningPrior): Float64Array {
  const size = 2 * rungs.length;
  const covariance = new Float64Array(size * size);
  rungs.forEach((one, i) =>
    rungs.forEach((other, j) => {
      const alike = likeness(one, other, learning);
      for (const side of [0, rungs.length]) {
        covariance[(i + side) * size + j + side] = alike;
        covariance[(i + side) * size + j + rungs.length - side] = alike * learning.otherSide;
      }
    }),
  );
  return covariance;
}

function likeness(one: Rung, other: Rung, { cross, isolated }: LearningPrior): number {
  if (one.margin !== other.margin) return 0;
  if (one.margin === "isolated") return isolated.together ** 2 + (one === other ? isolated.each ** 2 : 0);
  const apart = Math.log(one.leverage / other.leverage) / cross.reach;
  return cross.together ** 2 + cross.nearby ** 2 * Math.exp(-(apart * apart) / 2);
}
