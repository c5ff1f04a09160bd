import type { StepInput } from "#engine/step.ts";

/** Counts changes of open interest that are larger than what traded since the sample before: every contract that opens or closes is traded. */
export interface VolumeCheck {
  /** Steps in order. */
  add(step: StepInput): void;
  readonly excesses: number;
}

export function createVolumeCheck(): VolumeCheck {
  let before: number | undefined;
  let traded = 0;
  let excesses = 0;
  return {
    add({ candle, openInterest }) {
      // Unknown volume explains anything.
      traded += candle.volume ?? Infinity;
      if (openInterest === undefined) return;
      if (before !== undefined && Math.abs(openInterest.openInterest - before) > traded) excesses++;
      before = openInterest.openInterest;
      traded = 0;
    },
    get excesses() {
      return excesses;
    },
  };
}
