import { POSITION_SIDES, type PositionSide, sideIndex } from "#core/position-side.ts";
import { priceMemory, priceRange, volumeProfile } from "./baselines.ts";
import { type Interval, blockBootstrap } from "./block-bootstrap.ts";
import { meanLogScore } from "./log-score.ts";
import type { Observation } from "./observation.ts";
import { correlationOfBlocks, ranksOf, sumBlocks } from "./rank-correlation.ts";

/** How well forced volume was predicted on one side. Every interval is 90 %, from resampling whole days. */
export interface SideScore {
  readonly side: PositionSide;
  readonly intervals: number;
  readonly predictedUsd: number;
  readonly forcedUsd: number;
  readonly realisedUsd: number;
  /** Predicted prints / realised prints; 1 is right, the feed's coverage included. */
  readonly predictedOverRealised: number;
  /** Spearman correlation of predicted and realised USD. */
  readonly rankCorrelation: Interval;
  /** Slope of log realised on log predicted where both are positive; 1 is right, below 1 the forecast is too extreme. */
  readonly calibrationSlope: number;
  /** Mean log score in nats, and how much better than the price range; see log-score.ts. Null when there are too few intervals to fit it. */
  readonly logScore: number | null;
  readonly logScoreOverPriceRange: number | null;
  /** Rank correlation of each baseline, and the forecast's minus the baseline's. Null when the baseline has no input (no volume). */
  readonly baselines: Readonly<Record<BaselineName, { readonly rankCorrelation: number; readonly lift: Interval } | null>>;
}

export type BaselineName = "priceRange" | "priceMemory" | "volumeProfile";

const DAY_MS = 86_400_000;
const FEWEST_FOR_LOG_SCORE = 200;

/** Scores observations of one horizon, oldest first. Needs at least two of them. */
export function scoreSides(observations: readonly Observation[]): readonly SideScore[] {
  const days = daysOf(observations);
  return POSITION_SIDES.map((side) => {
    const at = sideIndex(side);
    const predicted = Float64Array.from(observations, ({ predictedUsd }) => predictedUsd[at]);
    const realised = Float64Array.from(observations, ({ realisedUsd }) => realisedUsd[at]);
    const realisedRanks = ranksOf(realised);
    const against = (values: Float64Array) => sumBlocks(ranksOf(values), realisedRanks, days.of, days.count);
    const forecast = against(predicted);
    const range = priceRange(observations, at);
    const baseline = (values: Float64Array) => {
      if (values.every((value) => value === 0)) return null;
      const sums = against(values);
      return {
        rankCorrelation: correlationOfBlocks(
          sums,
          Int32Array.from({ length: days.count }, (_, day) => day),
        ),
        lift: blockBootstrap(days.count, (blocks) => correlationOfBlocks(forecast, blocks) - correlationOfBlocks(sums, blocks)),
      };
    };
    const predictedUsd = sum(predicted);
    const realisedUsd = sum(realised);
    const enough = observations.length >= FEWEST_FOR_LOG_SCORE;
    const logScore = enough ? meanLogScore(predicted, realised) : null;
    return {
      side,
      intervals: observations.length,
      predictedUsd,
      forcedUsd: sum(observations.map(({ forcedUsd }) => forcedUsd[at])),
      realisedUsd,
      predictedOverRealised: predictedUsd / realisedUsd,
      rankCorrelation: blockBootstrap(days.count, (blocks) => correlationOfBlocks(forecast, blocks)),
      calibrationSlope: logSlope(predicted, realised),
      logScore,
      logScoreOverPriceRange: logScore === null ? null : logScore - meanLogScore(scaled(range), realised),
      baselines: {
        priceRange: baseline(range),
        priceMemory: baseline(priceMemory(observations, at)),
        volumeProfile: baseline(volumeProfile(observations, at)),
      },
    };
  });
}

/** A fraction of price as if it were dollars, so that its logarithm resolves small ones. */
const scaled = (fractions: Float64Array): Float64Array => fractions.map((fraction) => fraction * 1e9);

/** Day number of each observation, counted from 0 over the days that occur. */
export function daysOf(observations: readonly Observation[]): { readonly of: Int32Array; readonly count: number } {
  const numbers = new Map<number, number>();
  const of = Int32Array.from(observations, ({ start }) => {
    const day = Math.floor(start / DAY_MS);
    const number = numbers.get(day) ?? numbers.size;
    numbers.set(day, number);
    return number;
  });
  return { of, count: numbers.size };
}

const indicesOf = (values: ArrayLike<number>): readonly number[] => Array.from({ length: values.length }, (_, i) => i);

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

function logSlope(predicted: Float64Array, realised: Float64Array): number {
  const both = indicesOf(predicted).filter((i) => predicted[i] > 0 && realised[i] > 0);
  const x = both.map((i) => Math.log(predicted[i]));
  const y = both.map((i) => Math.log(realised[i]));
  const meanX = sum(x) / x.length;
  const meanY = sum(y) / y.length;
  const variance = x.reduce((total, value) => total + (value - meanX) ** 2, 0);
  return variance > 0 ? x.reduce((total, value, i) => total + (value - meanX) * (y[i] - meanY), 0) / variance : Number.NaN;
}
