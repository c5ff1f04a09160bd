import { DAY_MS, HOUR_MS } from "#core/units.ts";
import { churnShare } from "#engine/churn.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import type { LadderPrior } from "#engine/ladder-prior.ts";
import { type MapMeasure, scoreMap } from "#engine/score/map-score.ts";
import type { Observation } from "#engine/score/observation.ts";
import { createObservationLog } from "#engine/score/observation-log.ts";
import { MAP_MEASURES, createScoreMeans } from "#engine/score/score-means.ts";
import { bookMapOf } from "./estimate-map.ts";
import { freezeOpenInterest } from "./frozen-open-interest.ts";
import { type Instant, forecastCorrelation, heldInRange } from "./held-in-range.ts";
import { oraclePrior } from "./oracle-prior.ts";
import type { World } from "./world-folder.ts";
import { FIRST_SCORED_DAY } from "./world-summary.ts";

/** What open interest is good for in one simulated market, second week. */
export interface OpenInterestTrial {
  readonly world: string;
  readonly estimate: Followed;
  /** The same engine told how the people of the world trade. */
  readonly oracle: Followed;
  /** Rank correlation of what the true book held within an hour's range, at the hour's beginning, with what printed in the hour. */
  readonly trueBook: number;
  /** Changes of open interest from sample to sample, over what traded to open or close a position: the rest cancels between samples. */
  readonly shownShare: number;
}

/** One who sees open interest, and the same one to whom it never changes. */
export interface Followed {
  readonly seen: TrialScore;
  readonly frozen: TrialScore;
}

/** Of maps the means over sides and instants; of forecasts the mean over sides. */
export interface TrialScore {
  readonly map: Readonly<Record<MapMeasure, number>>;
  /** Rank correlation of forecast and printed volume, hour by hour. */
  readonly forecast: number;
  /** As `trueBook`, of the map. */
  readonly heldInRange: number;
}

export function tryOpenInterest(world: World): OpenInterestTrial {
  const follow = (prior: LadderPrior | undefined) => ({ seen: run(world, { prior, frozen: false }), frozen: run(world, { prior, frozen: true }) });
  const estimate = follow(undefined);
  const oracle = follow(oraclePrior(world));
  return {
    world: world.name,
    estimate: scoresOf(estimate),
    oracle: scoresOf(oracle),
    trueBook: heldInRange(world.truth, oracle.seen.hours),
    shownShare: changesOfOpenInterest(world) / (world.steps.reduce((sum, { candle }) => sum + (candle.volume ?? 0), 0) * (1 - (oracle.seen.churn ?? 0))),
  };
}

interface Run {
  readonly score: TrialScore;
  readonly hours: readonly Observation[];
  readonly churn: number | undefined;
}

const scoresOf = ({ seen, frozen }: { readonly seen: Run; readonly frozen: Run }): Followed => ({ seen: seen.score, frozen: frozen.score });

const isLate = (world: World, time: number): boolean => time - world.start >= FIRST_SCORED_DAY * DAY_MS;

function run(world: World, { prior, frozen }: { prior: LadderPrior | undefined; frozen: boolean }): Run {
  const { instrument, prints, steps } = world;
  const estimator = createEstimator(instrument, prior && { prior });
  const log = createObservationLog({ stepMs: steps[0].durationMs, contract: instrument.contract });
  for (const print of prints) log.addPrint(print);
  const asSeen = frozen ? freezeOpenInterest() : undefined;
  const truth = new Map(world.truth.filter(({ time }) => isLate(world, time)).map((book) => [book.time, book]));
  const instants: Instant[] = [];
  const means = createScoreMeans();
  for (const step of steps) {
    const { ready } = estimator;
    log.addStep({ forecast: estimator.step(asSeen ? asSeen(step) : step), input: step, ready });
    const book = truth.get(step.start + step.durationMs);
    if (!book) continue;
    const map = bookMapOf(estimator.snapshot());
    instants.push({ ...book, map });
    for (const score of scoreMap(map, book.map, { mark: book.mark, band: undefined })) means.add(score);
  }
  const hours = log.observations(HOUR_MS).filter(({ start }) => isLate(world, start));
  const map = Object.fromEntries(MAP_MEASURES.map((measure) => [measure, means.mean(measure) ?? Number.NaN])) as Record<MapMeasure, number>;
  return { score: { map, forecast: forecastCorrelation(hours), heldInRange: heldInRange(instants, hours) }, hours, churn: churnShare(estimator.state) };
}

function changesOfOpenInterest({ steps }: World): number {
  const samples = steps.flatMap(({ openInterest }) => openInterest?.openInterest ?? []);
  return samples.reduce((sum, sample, i) => sum + (i > 0 ? Math.abs(sample - samples[i - 1]) : 0), 0);
}
