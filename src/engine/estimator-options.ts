import type { LadderPrior } from "./ladder-prior.ts";
import type { WeightsToPin } from "./learning/pinned-weights.ts";
import type { PathOrder } from "./walk.ts";

/** How an estimator is to differ from the one that its instrument would get. */
export interface EstimatorOptions {
  readonly prior?: LadderPrior;
  /** Shares that are held while the others learn: an exported ladder, or a part of one. */
  readonly pinned?: WeightsToPin | undefined;
  /** Default: candles are walked. To show what that buys. */
  readonly pathOrder?: PathOrder;
}
