import { type Interval, blockBootstrap } from "./block-bootstrap.ts";
import type { Observation } from "./observation.ts";
import { correlationOfBlocks, ranksOf, sumBlocks } from "./rank-correlation.ts";
import { daysOf } from "./score-report.ts";

/**
 * Rank correlation of one forecast's prints with the realised ones minus another forecast's, over the same intervals, for one side; 90 % interval from
 * resampling whole days. Throws when the two do not observe the same intervals.
 */
export function rankLift(observations: readonly Observation[], others: readonly Observation[], side: 0 | 1): Interval {
  if (observations.length !== others.length || observations.some(({ start }, i) => start !== others[i].start))
    throw new Error("two forecasts can only be compared over the same intervals");
  const days = daysOf(observations);
  const realised = ranksOf(observations.map(({ realisedUsd }) => realisedUsd[side]));
  const against = (of: readonly Observation[]) => sumBlocks(ranksOf(of.map(({ predictedUsd }) => predictedUsd[side])), realised, days.of, days.count);
  const [mine, theirs] = [against(observations), against(others)];
  return blockBootstrap(days.count, (blocks) => correlationOfBlocks(mine, blocks) - correlationOfBlocks(theirs, blocks));
}
