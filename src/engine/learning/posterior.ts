import { LONG, SHORT } from "#core/position-side.ts";
import { type Book, neverStanding, planeIndex, rungStanding, scaleSide } from "#engine/book.ts";
import type { Ladder } from "#engine/ladder.ts";
import type { LearningPrior } from "#engine/ladder-prior.ts";
import { type Evidence, orderUsd, scaleExposure } from "./evidence.ts";
import { solveInPlace } from "./solve.ts";
import { weightCovariance } from "./weight-covariance.ts";

/** How far the prior's shares are scaled on each side, so that what prints say nothing about fills the rest of open interest; within PRIOR_LEVELS. */
export type PriorLevel = Float64Array;

const PRIOR_LEVELS = [0.2, 5] as const;
const MOST_PASSES = 12;
const CLOSE_ENOUGH = 1e-3;
/** No deviation moves further at once: Newton's rule overshoots far from where it ends. */
const LARGEST_MOVE = 1;
/** Of ln(rate): beyond it a rate is as good as infinite. */
const LARGEST_LOG = 8;
/** Counts of which no print can tell anything. */
const LEAST_EXPECTED = 1e-12;

export interface PosteriorInput {
  readonly ladder: Ladder;
  readonly evidence: Evidence;
  readonly learning: LearningPrior;
  /** Share of forced volume that the feed is taken to print. */
  readonly coverage: number;
  readonly openInterest: number;
  readonly priorLevel: PriorLevel;
  /** Sides whose weights all are held: they are evidence, but stay as they are. */
  readonly held?: (side: 0 | 1) => boolean;
}

/**
 * Sets weights to the mode of their posterior: w = level x prior x exp(f), with Gaussian deviations f of all rungs of both sides (weight-covariance.ts),
 * and prints Poisson around `coverage x exp(c) x exposure x w`, see docs/estimation.md section 6. A side's level makes it stand for the open interest.
 * Weights are then scaled to sum to 1, the planes and their exposure the other way: nothing that stands changes by that.
 */
export function learnWeights(book: Book, of: PosteriorInput): void {
  const fit = fitOf(book, of);
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    for (const side of [LONG, SHORT] as const) fit.level[side] = levelOf(book, side, fit, of);
    if (improve(book, fit, of) < CLOSE_ENOUGH) break;
  }
  for (const side of [LONG, SHORT] as const) {
    if (of.held?.(side)) continue;
    fit.level[side] = levelOf(book, side, fit, of);
    apply(book, side, fit, of);
  }
}

/** Everything is [side][rung]. */
interface Fit {
  readonly prior: Float64Array;
  /** What stands per unit weight. */
  readonly masses: Float64Array;
  /** Deviations of ln(weight) from the prior's, up to the side's level. */
  readonly deviation: Float64Array;
  /** Of all printed counts alike: the feed shows more or less than it is taken to. */
  feed: number;
  readonly level: Float64Array;
  /** Counts that printed, and that are expected at the prior. */
  readonly printed: Float64Array;
  readonly expected: Float64Array;
  /** Rungs of which anything is expected; what follows is scratch of theirs. */
  readonly observed: Int32Array;
  readonly root: Float64Array;
  readonly solved: Float64Array;
  readonly matrix: Float64Array;
}

function fitOf(book: Book, { ladder, evidence, learning, coverage, priorLevel }: PosteriorInput): Fit {
  const size = 2 * book.rungCount;
  const count = learning.ordersPerCount * orderUsd(evidence);
  const each = (value: (side: 0 | 1, rung: number, k: number) => number) =>
    Float64Array.from({ length: size }, (_, k) => value(k < book.rungCount ? LONG : SHORT, k % book.rungCount, k));
  const prior = each((side, rung) => ladder.rungs[side][rung].priorWeight);
  const expected = each((_side, _rung, k) => (coverage * evidence.exposure[k] * prior[k]) / count);
  const observed = Int32Array.from(expected.keys()).filter((k) => expected[k] > LEAST_EXPECTED);
  return {
    prior,
    masses: each((side, rung) => rungStanding(book, planeIndex(book, side, rung)) + (rung < ladder.farRungs ? book.owed.amount[side] : 0)),
    deviation: each((side, _, k) => (prior[k] > 0 && book.weight[k] > 0 ? Math.log(book.weight[k] / prior[k] / priorLevel[side]) : 0)),
    feed: 0,
    level: new Float64Array(2),
    printed: each((_side, _rung, k) => evidence.attributed[k] / count),
    expected,
    observed,
    root: new Float64Array(observed.length),
    solved: new Float64Array(observed.length),
    matrix: new Float64Array(observed.length ** 2),
  };
}

/** ln of what the prior's shares of a side have to be scaled by to stand for the open interest. */
function levelOf(book: Book, side: 0 | 1, { prior, masses, deviation }: Fit, { ladder, openInterest }: PosteriorInput): number {
  let standing = ladder.priorNever[side] * neverStanding(book, side);
  for (let k = side * book.rungCount; k < (side + 1) * book.rungCount; k++) standing += prior[k] * Math.exp(deviation[k]) * masses[k];
  return Math.log(Math.min(PRIOR_LEVELS[1], Math.max(PRIOR_LEVELS[0], openInterest / standing)));
}

/**
 * One step of Newton's rule, in the space of what was observed; returns the largest move. With rates r on the diagonal of R and covariance K, it solves
 * (1 + RK) x = b; between roots of R, (1 + R^1/2 K R^1/2) y = R^-1/2 b with x = R^1/2 y, the matrix is symmetric.
 */
function improve(book: Book, fit: Fit, { ladder, learning }: PosteriorInput): number {
  const { deviation, observed, printed, expected, level, root, solved, matrix } = fit;
  const size = deviation.length;
  const covariance = weightCovariance(ladder, learning);
  const feedVariance = learning.feedDeviation ** 2;
  const many = observed.length;
  for (let i = 0; i < many; i++) {
    const k = observed[i];
    const off = deviation[k] + fit.feed;
    const rate = expected[k] * Math.exp(Math.min(LARGEST_LOG, off + level[k < book.rungCount ? LONG : SHORT]));
    root[i] = Math.sqrt(rate);
    solved[i] = (rate * off + printed[k] - rate) / root[i];
    for (let j = 0; j <= i; j++) matrix[i * many + j] = root[i] * root[j] * (covariance[k * size + observed[j]] + feedVariance);
    matrix[i * many + i] += 1;
  }
  solveInPlace(matrix, solved);
  let feed = 0;
  for (let i = 0; i < many; i++) {
    solved[i] *= root[i];
    feed += feedVariance * solved[i];
  }
  let largest = Math.abs(feed - fit.feed);
  fit.feed += clamp(feed - fit.feed);
  for (let k = 0; k < size; k++) {
    let next = 0;
    for (let i = 0; i < many; i++) next += covariance[k * size + observed[i]] * solved[i];
    const move = clamp(next - deviation[k]);
    deviation[k] += move;
    largest = Math.max(largest, Math.abs(move));
  }
  return largest;
}

const clamp = (move: number): number => Math.min(LARGEST_MOVE, Math.max(-LARGEST_MOVE, move));

function apply(book: Book, side: 0 | 1, { prior, deviation, level }: Fit, { ladder, evidence, priorLevel }: PosteriorInput): void {
  const scale = Math.exp(level[side]);
  const first = side * book.rungCount;
  const end = first + book.rungCount;
  book.neverWeight[side] = ladder.priorNever[side] * scale;
  let total = book.neverWeight[side];
  for (let k = first; k < end; k++)
    if (prior[k] > 0) {
      book.weight[k] = prior[k] * Math.exp(deviation[k]) * scale;
      total += book.weight[k];
    }
  book.neverWeight[side] /= total;
  for (let k = first; k < end; k++) {
    book.weight[k] /= total;
    scaleExposure(evidence, k, total);
  }
  priorLevel[side] = scale / total;
  scaleSide(book, side, total);
}
