import type { StepInput } from "#engine/step.ts";

/** Counts steps that had to be swept by the traded price although the history has mark candles. */
export interface MarkCheck {
  add(step: StepInput): void;
  /** In words, for a person; nothing where marks are complete or there are none at all, which is said elsewhere. */
  warnings(): readonly string[];
}

export function createMarkCheck(): MarkCheck {
  let steps = 0;
  let unmarked = 0;
  return {
    add({ mark }) {
      steps++;
      if (mark === undefined) unmarked++;
    },
    warnings: () =>
      unmarked > 0 && unmarked < steps
        ? [`no mark price in ${unmarked} of ${steps} steps: the traded price stands in for it there, so wicks may sweep too much`]
        : [],
  };
}
