/**
 * What an estimator has just done to its book. Opened: turnover, at a segment's prices. Laid out: owed openings. Reconciled: openings or take-backs
 * of an open-interest sample. Aged: owners closed by hazard. Swept: the mark moved, levels were swept or settled. Scaled: anything that only multiplies.
 */
export type Phase = "first-book" | "aged" | "swept" | "opened" | "laid-out" | "reconciled" | "scaled";

/** Follows an estimator through its steps without changing anything, see explain/. */
export interface PhaseObserver {
  after(phase: Phase): void;
}
