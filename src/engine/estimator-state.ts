import { type Pace, freshPace } from "./learning/pace.ts";
import type { BookLife } from "./uncertainty/book-life.ts";

/** Everything of the estimate that changes; all of it is numbers, so that a copy or a save is complete. See state-bytes.ts. */
export interface EstimatorState extends BookLife, Pace {
  steps: number;
  /** End of the last step. */
  time: number;
  mark: number;
  /** Last open interest, in the conserved unit; before the first sample a stand-in from volume. */
  openInterest: number;
  /** 1 once an open-interest sample has been seen. */
  ready: number;
  /** Smoothed volume per ms. */
  volumeRate: number;
  /** Hour (since the epoch) at which weights were last learned. */
  learnedHour: number;
  /** Day (since the epoch) for which the margin rule was last looked up. */
  ruleDay: number;
  /** See churn.ts. */
  tradedLately: number;
  stoodLately: number;
  /** 1: the last step was swept by the mark price; 0: by the traded one. */
  sweptByMark: number;
}

export const freshState = (): EstimatorState => ({
  steps: 0,
  time: 0,
  mark: 0,
  openInterest: 0,
  ready: 0,
  ...freshPace(),
  volumeRate: 0,
  learnedHour: 0,
  ruleDay: -1,
  tradedLately: 0,
  stoodLately: 0,
  livedMs: 0,
  coveredShare: 1,
  sweptByMark: 0,
});
