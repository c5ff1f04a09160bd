import { LONG } from "#core/position-side.ts";
import { priceAt } from "#core/price-rows.ts";
import { COHORTS, neverStanding, planeIndex, rungStanding } from "#engine/book.ts";
import { type LadderEstimator, createEstimator } from "#engine/ladder-estimator.ts";
import type { LadderPrior } from "#engine/ladder-prior.ts";
import { layOut } from "#engine/owed-openings.ts";
import type { PositionSample } from "#engine/score/positions-score.ts";
import type { RecordedMarket } from "#cli/accuracy/recorded-market.ts";

/** As positions are scored: within 50 % of mark, in bins of 2 % of mark. */
const BINS = 25;
const BIN_WIDTH = 0.02;

/** One side of one sample, and what each rung would hold there if everything were opened in it. */
export interface SideMaps {
  readonly time: number;
  readonly side: 0 | 1;
  /** By distance from mark; sums to 1. */
  readonly truth: Float64Array;
  /** How many positions the truth is made of. */
  readonly positions: number;
  /** Notional within reach over all of the side's. */
  readonly withinReach: number;
  readonly rungs: readonly { readonly bins: Float64Array; readonly standing: number }[];
  readonly never: number;
}

/** Runs the engine over a market and takes its planes apart at every sample. Sides without a position within reach are left out. */
export function unitMapsOf({ instrument, steps }: RecordedMarket, samples: readonly PositionSample[], prior: LadderPrior): readonly SideMaps[] {
  const estimator = createEstimator(instrument, { prior });
  const maps: SideMaps[] = [];
  let next = 0;
  for (const input of steps) {
    for (; next < samples.length && samples[next].time < input.start + input.durationMs; next++)
      if (estimator.ready) maps.push(...([0, 1] as const).flatMap((side) => sideMaps(estimator, samples[next], side)));
    estimator.step(input);
  }
  return maps;
}

function sideMaps(estimator: LadderEstimator, { time, mark, positions, notionalUsd }: PositionSample, side: 0 | 1): readonly SideMaps[] {
  const { book, ladder } = estimator;
  layOut(book, ladder, [0, 0]);
  const truth = new Float64Array(BINS);
  let [count, within] = [0, 0];
  for (const position of positions) {
    const bin = position.side === side ? binOf(position.liquidationPrice / mark, side) : BINS;
    if (bin >= BINS) continue;
    truth[bin] += position.usd;
    within += (position.usd * mark) / position.liquidationPrice;
    count++;
  }
  if (count === 0) return [];
  const total = truth.reduce((sum, usd) => sum + usd, 0);
  const rungs = ladder.rungs[side].map((_, rung) => ({
    bins: rungBins(estimator, { side, rung, mark }),
    standing: rungStanding(book, planeIndex(book, side, rung)),
  }));
  return [
    {
      time,
      side,
      truth: truth.map((usd) => usd / total),
      positions: count,
      withinReach: within / notionalUsd[side],
      rungs,
      never: neverStanding(book, side),
    },
  ];
}

function rungBins({ book }: LadderEstimator, { side, rung, mark }: { side: 0 | 1; rung: number; mark: number }): Float64Array {
  const bins = new Float64Array(BINS);
  const at = side * book.rungCount + rung;
  const grain = book.grain[at];
  const first = book.origin + book.shift[at] + book.drift[at];
  for (let p = at * COHORTS; p < (at + 1) * COHORTS; p++)
    for (let i = book.low[p]; i < book.high[p]; i++) {
      const ratio = priceAt(first + (i + 0.5) * grain) / mark;
      const bin = binOf(ratio, side);
      if (bin < BINS) bins[bin] += book.values[book.start[p] + i] * book.scale[p] * ratio;
    }
  return bins;
}

/** Bin of a liquidation price over mark; BINS when it is out of reach or on the other side. */
function binOf(ratio: number, side: 0 | 1): number {
  const distance = side === LONG ? 1 - ratio : ratio - 1;
  return distance >= 0 && distance < BINS * BIN_WIDTH ? Math.floor(distance / BIN_WIDTH) : BINS;
}
