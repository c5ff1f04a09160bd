import { LONG, POSITION_SIDES, SHORT } from "#core/position-side.ts";
import { type Book, unitStandings } from "./book.ts";
import type { EstimatorState } from "./estimator-state.ts";
import { carryWeights } from "./learning/carry-weights.ts";
import type { Evidence } from "./learning/evidence.ts";
import { moveWeights } from "./learning/move-weights.ts";
import type { PinnedWeights } from "./learning/pinned-weights.ts";
import type { PriorLevel } from "./learning/posterior.ts";
import { type MarginInForce, adoptRule, dueLeverage, dueRule, ladderOfPrior } from "./margin-in-force.ts";
import { layOut } from "./owed-openings.ts";
import type { PhaseObserver } from "./phase.ts";
import { priorOfSeen } from "./priors/seen-leverage.ts";

interface RuleFollower {
  readonly book: Book;
  /** Start of the step that is to go by the rule. */
  readonly time: number;
  readonly evidence: Evidence;
  readonly priorLevel: PriorLevel;
  readonly pinned: PinnedWeights | undefined;
  readonly state: EstimatorState;
  readonly observer: PhaseObserver | undefined;
}

/** Brackets change over the years: what opens follows the rule in force, what stands stays where it is. False when none is due. */
export function followRule(margin: MarginInForce, { book, time, evidence, priorLevel, pinned, state, observer }: RuleFollower): boolean {
  const before = margin.ladder;
  const rule = dueRule(margin, state, time);
  if (rule === undefined) return false;
  layOut(book, before, [0, 0]);
  observer?.after("laid-out");
  adoptRule(margin, rule);
  const held = (side: 0 | 1, rung: number) => pinned?.[POSITION_SIDES[side]].rungs[rung] !== undefined;
  carryWeights(book, { before, after: margin.ladder, evidence, priorLevel, held });
  return true;
}

/**
 * Positions that are published say how what stands spreads: the weights of what is opened follow, and with them the book, as they do when learned.
 * The caller scales the sides to open interest. False when nothing new was published.
 */
export function followPositions(margin: MarginInForce, book: Book, observer: PhaseObserver | undefined): boolean {
  const seen = dueLeverage(margin.published);
  if (seen === undefined) return false;
  const before = margin.ladder;
  layOut(book, before, [0, 0]);
  observer?.after("laid-out");
  margin.published.adopted = priorOfSeen(seen, ladderOfPrior(margin), [unitStandings(book, before, LONG), unitStandings(book, before, SHORT)]);
  adoptRule(margin, margin.rule);
  moveWeights(book, before, margin.ladder);
  return true;
}
