import { type Book, planeIndex, rungStanding } from "#engine/book.ts";
import type { Ladder } from "#engine/ladder.ts";
import { type Evidence, orderUsd } from "#engine/learning/evidence.ts";
import type { SpreadPrior } from "./spread-prior.ts";

/** How uncertain the weights of one side's rungs are, relative to themselves. */
export interface WeightVariance {
  /** Of each rung by itself. */
  readonly own: Float64Array;
  /** How far each rung's weight moves with each neighbourhood's factor, [rung][neighbourhood]; factors have variance 1 and are independent. */
  readonly loadings: Float64Array;
  readonly neighbourhoods: number;
  /** Share of the side's open interest that stands in each rung. */
  readonly standing: Float64Array;
}

/** What is known of a ladder besides its planes. */
export interface WeightFacts {
  readonly ladder: Ladder;
  readonly evidence: Evidence;
  readonly openInterest: number;
}

/** The more orders have printed that a rung and its neighbours account for, the less their weights can be wrong. */
export function weightVariance(book: Book, side: 0 | 1, { ladder, evidence, openInterest }: WeightFacts, prior: SpreadPrior): WeightVariance {
  const { rungCount } = book;
  const rungs = ladder.rungs[side];
  const at = rungs.map(({ leverage }) => Math.log(leverage) / prior.neighbourhood);
  const first = Math.floor(at[0]);
  const neighbourhoods = Math.ceil(at[rungCount - 1]) - first + 1;
  const unit = orderUsd(evidence);
  const orders = (rung: number) => (unit > 0 ? evidence.attributed[side * rungCount + rung] / unit : 0);
  const own = Float64Array.from({ length: rungCount }, (_, rung) => after(prior.rung, orders(rung)));
  const loadings = new Float64Array(rungCount * neighbourhoods);
  for (let rung = 0; rung < rungCount; rung++) {
    let near = 0;
    for (let other = 0; other < rungCount; other++) near += nearness(at[rung] - at[other]) * orders(other);
    const shares = Array.from({ length: neighbourhoods }, (_, factor) => nearness(at[rung] - first - factor));
    const size = Math.sqrt(after(prior.trend, near)) / Math.hypot(...shares);
    shares.forEach((share, factor) => (loadings[rung * neighbourhoods + factor] = size * share));
  }
  const standing = Float64Array.from({ length: rungCount }, (_, rung) => {
    const owed = rung < ladder.farRungs ? book.owed.amount[side] : 0;
    return (book.weight[side * rungCount + rung] * (rungStanding(book, planeIndex(book, side, rung)) + owed)) / openInterest;
  });
  return { own, loadings, neighbourhoods, standing };
}

const after = ({ variance, orders }: SpreadPrior["rung"], seen: number): number => (variance * orders) / (orders + seen);

const nearness = (distance: number): number => Math.exp(-distance * distance);
