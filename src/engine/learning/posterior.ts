import { LONG } from "#core/position-side.ts";
import { type Book, neverStanding, planeIndex, rungStanding, scaleSide } from "#engine/book.ts";
import type { Ladder } from "#engine/ladder.ts";
import type { LearningPrior } from "#engine/ladder-prior.ts";
import { type Evidence, orderUsd, scaleExposure } from "./evidence.ts";

/** How far the prior's shares are scaled on each side, so that what prints say nothing about fills the rest of open interest; within PRIOR_LEVELS. */
export type PriorLevel = Float64Array;

const PRIOR_LEVELS = [0.2, 5] as const;
const MOST_PASSES = 24;
const CLOSE_ENOUGH = 1e-6;

export interface PosteriorInput {
  readonly ladder: Ladder;
  readonly evidence: Evidence;
  readonly learning: LearningPrior;
  /** Share of forced volume that the feed is taken to print. */
  readonly coverage: number;
  readonly openInterest: number;
  readonly priorLevel: PriorLevel;
}

/**
 * Sets one side's weights to their posterior mean. Crossings of a rung are Poisson with a Gamma prior around its neighbours' trend:
 * w = (a + attributed) / (a / trend + coverage x exposure), see docs/estimation.md section 6. Rungs that price never crosses keep the prior's
 * proportions and fill what is left of open interest. Weights are then scaled to sum to 1, the planes and their exposure the other way:
 * nothing that stands changes by that.
 */
export function learnWeights(book: Book, side: 0 | 1, of: PosteriorInput): void {
  const { ladder, evidence, priorLevel, openInterest } = of;
  const first = side * book.rungCount;
  const terms: Terms = { ...of, trend: trendOf(book, side, of), side, first, unit: orderUsd(evidence) };
  const masses = massesOf(book, ladder, side);
  const never = neverStanding(book, side);
  let level = priorLevel[side];
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    let standing = ladder.priorNever[side] * level * never;
    for (let rung = 0; rung < book.rungCount; rung++) {
      if (ladder.rungs[side][rung].priorWeight > 0) book.weight[first + rung] = posteriorMean(rung, level, terms);
      standing += book.weight[first + rung] * masses[rung];
    }
    const next = Math.min(PRIOR_LEVELS[1], Math.max(PRIOR_LEVELS[0], level * (openInterest / standing) ** 1.5));
    if (Math.abs(next / level - 1) < CLOSE_ENOUGH) break;
    level = next;
  }
  book.neverWeight[side] = ladder.priorNever[side] * level;
  let total = book.neverWeight[side];
  for (let rung = 0; rung < book.rungCount; rung++) if (ladder.rungs[side][rung].priorWeight > 0) total += book.weight[first + rung];
  book.neverWeight[side] /= total;
  for (let rung = 0; rung < book.rungCount; rung++) {
    book.weight[first + rung] /= total;
    scaleExposure(evidence, first + rung, total);
  }
  priorLevel[side] = level / total;
  scaleSide(book, side, total);
}

/** What stands in each rung per unit weight. */
function massesOf(book: Book, ladder: Ladder, side: 0 | 1): Float64Array {
  return Float64Array.from(
    { length: book.rungCount },
    (_, rung) => rungStanding(book, planeIndex(book, side, rung)) + (rung < ladder.farRungs ? book.owed.amount[side] : 0),
  );
}

/** Evidence of a rung's neighbourhood: attributed USD, and expected USD per unit of the prior's level. */
interface Trend {
  readonly attributed: Float64Array;
  readonly expected: Float64Array;
}

function trendOf(book: Book, side: 0 | 1, { ladder, evidence, learning, coverage }: PosteriorInput): Trend {
  const { rungCount } = book;
  const known = learning.trendStrength * orderUsd(evidence);
  const trend = { attributed: new Float64Array(rungCount), expected: new Float64Array(rungCount) };
  const near = nearnessOf(ladder, learning.bandwidth);
  for (let other = 0; other < rungCount; other++) {
    for (let of = 0; of < 2; of++) {
      const k = of * rungCount + other;
      const expected = coverage * evidence.exposure[k] * ladder.rungs[of][other].priorWeight;
      if (expected === 0 && evidence.attributed[k] === 0) continue;
      const sameSide = of === side ? 1 : learning.otherSide;
      for (let rung = 0; rung < rungCount; rung++) {
        const alike = near[rung * rungCount + other] * sameSide;
        const counts = alike / (1 + ((1 - alike) * expected) / known);
        trend.attributed[rung] += counts * evidence.attributed[k];
        trend.expected[rung] += counts * expected;
      }
    }
  }
  return trend;
}

/** How near each rung is to each other one, [rung][other]: Gaussian in log leverage. Made once for a ladder. */
function nearnessOf(ladder: Ladder, bandwidth: number): Float64Array {
  const made = nearness.get(ladder);
  if (made?.bandwidth === bandwidth) return made.near;
  const logLeverages = ladder.rungs[LONG].map(({ leverage }) => Math.log(leverage));
  const near = Float64Array.from(logLeverages.flatMap((of) => logLeverages.map((other) => Math.exp(-(((other - of) / bandwidth) ** 2) / 2))));
  nearness.set(ladder, { bandwidth, near });
  return near;
}

const nearness = new WeakMap<Ladder, { readonly bandwidth: number; readonly near: Float64Array }>();

/** What all passes over the rungs of a side share. */
interface Terms extends PosteriorInput {
  readonly trend: Trend;
  readonly side: 0 | 1;
  /** Index of the side's first rung. */
  readonly first: number;
  /** Size of a typical order, in USD. */
  readonly unit: number;
}

function posteriorMean(rung: number, level: number, { evidence, learning, coverage, ladder, trend, side, first, unit }: Terms): number {
  const known = learning.trendStrength * unit;
  const mean = level * ladder.rungs[side][rung].priorWeight * ((known + trend.attributed[rung]) / (known + level * trend.expected[rung]));
  const prior = learning.strength * unit;
  return (prior + evidence.attributed[first + rung]) / (prior / mean + coverage * evidence.exposure[first + rung]);
}
