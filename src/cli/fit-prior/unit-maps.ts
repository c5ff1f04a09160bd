import { neverStanding, planeIndex, rungStanding } from "#engine/book.ts";
import { type LadderEstimator, createEstimator } from "#engine/ladder-estimator.ts";
import type { LadderPrior } from "#engine/ladder-prior.ts";
import { layOut } from "#engine/owed-openings.ts";
import { BANDS, bandOf, rungBands } from "#engine/rung-bands.ts";
import type { PositionSample } from "#engine/score/positions-score.ts";
import type { RecordedMarket } from "#cli/accuracy/recorded-market.ts";

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
export function unitMapsOf(
  { instrument, steps }: Pick<RecordedMarket, "instrument" | "steps">,
  samples: readonly PositionSample[],
  prior: LadderPrior,
): readonly SideMaps[] {
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
  const truth = new Float64Array(BANDS);
  let [count, within] = [0, 0];
  for (const position of positions) {
    const bin = position.side === side ? bandOf(position.liquidationPrice / mark, side) : BANDS;
    if (bin >= BANDS) continue;
    truth[bin] += position.usd;
    within += (position.usd * mark) / position.liquidationPrice;
    count++;
  }
  if (count === 0) return [];
  const total = truth.reduce((sum, usd) => sum + usd, 0);
  const rungs = ladder.rungs[side].map((_, rung) => ({
    bins: rungBands(book, { side, rung, mark }),
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
