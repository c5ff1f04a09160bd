import { COHORTS, type Book } from "#engine/book.ts";

/**
 * What a market's printed liquidations have said about its rungs so far, older evidence counting less and less.
 * Exposure is in units of a side's planes: whoever scales those scales it along.
 */
export interface Evidence {
  /** Printed USD that each rung's levels account for, [side][rung]. */
  readonly attributed: Float64Array;
  /** USD that price swept in each rung per unit of its weight, [side][rung], stretches with nothing printed included. */
  readonly exposure: Float64Array;
  /** Printed USD, and its square summed order by order, [side]: their ratio is the size of a typical dollar's order. */
  readonly printed: Float64Array;
  readonly squares: Float64Array;
  /** The hour at hand, kept apart until it is known that the feed was not silent: exposure by rung, then predicted and printed USD. */
  readonly hourExposure: Float64Array;
  readonly hour: Float64Array;
}

const PREDICTED = 0;
const PRINTED = 1;
/** An hour in which so many typical orders were due and none printed is an outage of the feed, not evidence. */
const SILENT_ORDERS = 8;

export function createEvidence(rungCount: number): Evidence {
  return {
    attributed: new Float64Array(2 * rungCount),
    exposure: new Float64Array(2 * rungCount),
    printed: new Float64Array(2),
    squares: new Float64Array(2),
    hourExposure: new Float64Array(2 * rungCount),
    hour: new Float64Array(2),
  };
}

/** What one side printed in a step: dollars, and their squares order by order. */
export interface PrintedSum {
  readonly usd: number;
  readonly squares: number;
}

/**
 * Notes a step: what price swept in each plane (per unit weight, `unitUsd` dollars a unit) and what printed. Prints are shared among a side's
 * rungs in proportion to what the model has just seen swept there; `unexplainedUsd` is the share that goes to nobody.
 */
export function noteStep(
  evidence: Evidence,
  book: Book,
  of: { swept: Float64Array; unitUsd: number; coverage: number; printed: readonly [PrintedSum, PrintedSum]; unexplainedUsd: number },
): void {
  const { swept, unitUsd, printed } = of;
  for (const side of [0, 1] as const) {
    const { usd, squares } = printed[side];
    let predicted = 0;
    const first = side * book.rungCount;
    for (let k = first; k < first + book.rungCount; k++) {
      const sweptUsd = ofRung(swept, k) * unitUsd;
      evidence.hourExposure[k] += sweptUsd;
      predicted += book.weight[k] * sweptUsd;
    }
    evidence.hour[PREDICTED] += predicted * of.coverage;
    evidence.hour[PRINTED] += usd;
    if (usd === 0) continue;
    evidence.printed[side] += usd;
    evidence.squares[side] += squares;
    const perUsd = usd / (predicted + of.unexplainedUsd);
    for (let k = first; k < first + book.rungCount; k++) evidence.attributed[k] += book.weight[k] * ofRung(swept, k) * unitUsd * perUsd;
  }
}

/** Ends an hour: its exposure counts unless the feed was silent though orders were due. */
export function closeHour(evidence: Evidence): void {
  const { hour, hourExposure, exposure } = evidence;
  const silent = hour[PRINTED] === 0 && hour[PREDICTED] > SILENT_ORDERS * orderUsd(evidence);
  if (!silent) for (let k = 0; k < exposure.length; k++) exposure[k] += hourExposure[k];
  hourExposure.fill(0);
  hour.fill(0);
}

/** Lets evidence fade to `keep` of what it was. */
export function fade({ attributed, exposure, printed, squares }: Evidence, keep: number): void {
  for (const sums of [attributed, exposure, printed, squares]) for (let i = 0; i < sums.length; i++) sums[i] *= keep;
}

/** Size of the order behind a typical printed dollar, in USD; 0 before the first print. */
export function orderUsd({ printed, squares }: Evidence): number {
  const usd = printed[0] + printed[1];
  return usd > 0 ? (squares[0] + squares[1]) / usd : 0;
}

/** What was swept in all cohorts of a rung. */
const ofRung = (swept: Float64Array, k: number): number => swept[k * COHORTS] + swept[k * COHORTS + 1] + swept[k * COHORTS + 2];
