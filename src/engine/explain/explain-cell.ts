import { POSITION_SIDES } from "#core/position-side.ts";
import { priceAt } from "#core/price-rows.ts";
import type { LadderEstimator } from "#engine/ladder-estimator.ts";
import { layOut } from "#engine/owed-openings.ts";
import type { StepInput } from "#engine/step.ts";
import { type CellAsked, type CellPlan, planCell } from "./cell-plan.ts";
import { createCellTracer } from "./cell-tracer.ts";
import type { Explanation } from "./explanation.ts";
import { partsOf } from "./parts.ts";

const MOST_PARTS = 50;

/**
 * Explains a cell of the map at the end of `steps`: which entries, by hour and rung, put its dollars there and what survived of them. The steps are
 * replayed twice from the first one on, through estimators that `fresh` makes. Throws when they hold no open interest.
 */
export function explainCell(steps: Iterable<StepInput>, fresh: () => LadderEstimator, asked: CellAsked): Explanation {
  const survey = fresh();
  for (const input of steps) survey.step(input);
  const trace = traceCell(fresh(), planCell(survey, asked));
  for (const input of steps) trace.step(input);
  return trace.explanation();
}

/** The second replay of an explanation, step by step; the plan is read from the first. */
export interface CellTrace {
  step(input: StepInput): void;
  /** After the last step; the trace cannot go on from there. */
  explanation(): Explanation;
}

/** `estimator` must be fresh, and be given the steps that the plan's estimator was given. */
export function traceCell(estimator: LadderEstimator, plan: CellPlan): CellTrace {
  const tracer = createCellTracer(estimator, plan);
  estimator.observer = tracer;
  return {
    step(input) {
      tracer.beginStep(input);
      estimator.step(input);
    },
    explanation() {
      layOut(estimator.book, estimator.ladder, [0, 0]);
      tracer.after("laid-out");
      const parts = partsOf(tracer);
      const rest = parts.slice(MOST_PARTS);
      return {
        time: plan.time,
        side: POSITION_SIDES[plan.asked.side],
        priceLow: priceAt(plan.asked.firstRow),
        priceHigh: priceAt(plan.asked.firstRow + plan.asked.rowCount),
        usd: plan.usd,
        explainedUsd: sumOf(parts, "usdNow"),
        parts: parts.slice(0, MOST_PARTS),
        rest: { parts: rest.length, openedUsd: sumOf(rest, "openedUsd"), usdNow: sumOf(rest, "usdNow") },
      };
    },
  };
}

const sumOf = <Key extends string>(parts: readonly Readonly<Record<Key, number>>[], key: Key): number => parts.reduce((sum, part) => sum + part[key], 0);
