import type { Swept } from "#engine/swept.ts";
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
  /** Swept since the feed last told of anything, in USD per unit of weight, [side][rung]; how far price went against each side; the time. */
  readonly held: Float64Array;
  readonly heldTravel: Float64Array;
  readonly heldMs: Float64Array;
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
    held: new Float64Array(2 * rungCount),
    heldTravel: new Float64Array(2),
    heldMs: new Float64Array(1),
    hourExposure: new Float64Array(2 * rungCount),
    hour: new Float64Array(2),
  };
}

/** What one side printed in a step: dollars, and their squares order by order. */
export interface PrintedSum {
  readonly usd: number;
  readonly squares: number;
}

/** What a feed told, and how it is shared among rungs. */
interface Printed {
  readonly coverage: number;
  readonly openInterestUsd: number;
  readonly printed: readonly [PrintedSum, PrintedSum];
  readonly shares?: Float64Array | undefined;
}

/** Holds what price swept in a step, by plane and per unit weight (`unitUsd` dollars a unit), until the feed tells of the time. */
export function holdSwept(
  { held, heldTravel, heldMs }: Evidence,
  { perPlane }: Swept,
  of: { unitUsd: number; travel: readonly [number, number]; ms: number },
): void {
  for (let k = 0; k < held.length; k++) held[k] += (perPlane[k * COHORTS] + perPlane[k * COHORTS + 1] + perPlane[k * COHORTS + 2]) * of.unitUsd;
  heldTravel[0] += of.travel[0];
  heldTravel[1] += of.travel[1];
  heldMs[0] += of.ms;
}

/**
 * Takes what a feed told of the last `overMs`. Prints are shared among a side's rungs as `shares` says ([side][rung], in any unit; undefined: in
 * proportion to what the model saw swept there meanwhile), and with what prints for no reason that a level explains. What was held for much longer than the feed tells of is dropped.
 */
export function takePrinted(evidence: Evidence, book: Book, of: Printed & { overMs: number }): void {
  const { held, heldTravel, heldMs } = evidence;
  if (heldMs[0] <= 2 * of.overMs) {
    for (const side of [0, 1] as const) attribute(evidence, book, side, of);
  }
  held.fill(0);
  heldTravel.fill(0);
  heldMs[0] = 0;
}

function attribute(evidence: Evidence, book: Book, side: 0 | 1, of: Printed): void {
  const { coverage, openInterestUsd, printed } = of;
  const { usd, squares } = printed[side];
  const { held, heldTravel, hour, hourExposure } = evidence;
  const first = side * book.rungCount;
  let predicted = 0;
  for (let k = first; k < first + book.rungCount; k++) {
    hourExposure[k] += held[k];
    predicted += book.weight[k] * held[k] * coverage;
  }
  hour[PREDICTED] += predicted;
  hour[PRINTED] += usd;
  const unexplained = unexplainedShare(heldTravel[side]) * openInterestUsd;
  if (usd === 0) return;
  evidence.printed[side] += usd;
  evidence.squares[side] += squares;
  if (predicted === 0) return;
  const explained = (usd * predicted) / (predicted + unexplained);
  const shareOf = (k: number) => (of.shares ? of.shares[k] : book.weight[k] * held[k]);
  let shares = 0;
  for (let k = first; k < first + book.rungCount; k++) shares += shareOf(k);
  if (shares > 0) for (let k = first; k < first + book.rungCount; k++) evidence.attributed[k] += (explained * shareOf(k)) / shares;
}

/** Share of open interest that prints on a side, for no reason that a level explains, per fraction of itself that price goes against it. Small on purpose: it only keeps what prints where nothing stood from being impossible. */
const UNEXPLAINED_SHARE = 5e-5;

/** Share of open interest that one side is expected to print for no reason that a level explains while price goes `travel` (a fraction of itself) against it. */
export const unexplainedShare = (travel: number): number => UNEXPLAINED_SHARE * travel;

/** Ends an hour: its exposure counts unless the feed was silent though orders were due. */
export function closeHour(evidence: Evidence): void {
  const { hour, hourExposure, exposure } = evidence;
  const silent = hour[PRINTED] === 0 && hour[PREDICTED] > SILENT_ORDERS * orderUsd(evidence);
  if (!silent) for (let k = 0; k < exposure.length; k++) exposure[k] += hourExposure[k];
  hourExposure.fill(0);
  hour.fill(0);
}

/** Follows a rung `k` ([side][rung]) whose weight has been divided by `factor` and whose planes were multiplied by it. */
export function scaleExposure({ exposure, hourExposure, held }: Evidence, k: number, factor: number): void {
  exposure[k] *= factor;
  hourExposure[k] *= factor;
  held[k] *= factor;
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
