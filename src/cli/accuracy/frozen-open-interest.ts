import type { StepInput } from "#engine/step.ts";

/** Makes steps of one market, in order, say that open interest stays what it was at first. Their prices, volume, funding and prints stay. */
export function freezeOpenInterest(): (step: StepInput) => StepInput {
  let first: number | undefined;
  return (step) => {
    if (step.openInterest === undefined) return step;
    first ??= step.openInterest.openInterest;
    return { ...step, openInterest: { ...step.openInterest, openInterest: first } };
  };
}
