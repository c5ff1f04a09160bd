import { DAY_MS, HOUR_MS } from "#core/units.ts";
import type { Estimator } from "#engine/estimator.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import type { Interval } from "#engine/score/block-bootstrap.ts";
import type { Observation } from "#engine/score/observation.ts";
import { createObservationLog } from "#engine/score/observation-log.ts";
import { rankLift } from "#engine/score/rank-lift.ts";
import { type SideScore, scoreSides } from "#engine/score/score-report.ts";
import type { StepInput } from "#engine/step.ts";
import { freezeOpenInterest } from "./frozen-open-interest.ts";
import type { RecordedMarket } from "./recorded-market.ts";

/** The forecasts of one recorded market against what its liquidation feed printed, hour by hour. */
export interface LiquidationReport {
  readonly market: string;
  readonly from: number;
  readonly to: number;
  readonly sides: readonly SideScore[];
  /** What open interest adds: lift over the same estimate fed with open interest that never changes, longs and shorts. */
  readonly overFrozen: readonly [Interval, Interval];
  readonly worstDay: DayReport | undefined;
}

/** One day that was singled out beforehand. */
export interface DayReport {
  readonly day: number;
  readonly predictedUsd: readonly [number, number];
  readonly realisedUsd: readonly [number, number];
  /** Start of the hour that was predicted, and that was, the day's largest of both sides together. */
  readonly predictedPeak: number;
  readonly realisedPeak: number;
  /** Place of the day among all days by predicted and by realised USD, 1 is the largest. */
  readonly predictedPlace: number;
  readonly realisedPlace: number;
}

/** Scores a market whose feed is at least hourly. `crashDay` (epoch ms of its midnight) is reported when the market covers it. */
export function scoreLiquidations(market: RecordedMarket, { name, crashDay }: { readonly name: string; readonly crashDay: number }): LiquidationReport {
  const observations = observe(createEstimator(market.instrument), market, market.steps);
  const frozen = observe(createEstimator(market.instrument), market, market.steps.map(freezeOpenInterest()));
  return {
    market: name,
    from: observations[0].start,
    to: observations[observations.length - 1].start,
    sides: scoreSides(observations),
    overFrozen: [rankLift(observations, frozen, 0), rankLift(observations, frozen, 1)],
    worstDay: dayReport(observations, crashDay),
  };
}

function observe(estimator: Estimator, { instrument, stepMs, prints }: RecordedMarket, steps: readonly StepInput[]): readonly Observation[] {
  const log = createObservationLog({ stepMs, contract: instrument.contract });
  for (const print of prints) log.addPrint(print);
  for (const input of steps) {
    const ready = estimator.ready;
    log.addStep({ forecast: estimator.step(input), input, ready });
  }
  return log.observations(HOUR_MS);
}

function dayReport(observations: readonly Observation[], day: number): DayReport | undefined {
  const hours = observations.filter(({ start }) => dayOf(start) === day);
  if (hours.length === 0) return undefined;
  const days = [...new Set(observations.map(({ start }) => dayOf(start)))];
  const placeBy = (value: (observation: Observation) => number) => {
    const totals = days.map((at) =>
      sum(
        observations.filter(({ start }) => dayOf(start) === at),
        value,
      ),
    );
    return 1 + totals.filter((total) => total > sum(hours, value)).length;
  };
  const peakBy = (value: (observation: Observation) => number) => hours.reduce((best, hour) => (value(hour) > value(best) ? hour : best)).start;
  return {
    day,
    predictedUsd: [sum(hours, ({ predictedUsd }) => predictedUsd[0]), sum(hours, ({ predictedUsd }) => predictedUsd[1])],
    realisedUsd: [sum(hours, ({ realisedUsd }) => realisedUsd[0]), sum(hours, ({ realisedUsd }) => realisedUsd[1])],
    predictedPeak: peakBy(predicted),
    realisedPeak: peakBy(realised),
    predictedPlace: placeBy(predicted),
    realisedPlace: placeBy(realised),
  };
}

const sum = (of: readonly Observation[], value: (observation: Observation) => number): number =>
  of.reduce((total, observation) => total + value(observation), 0);
const predicted = ({ predictedUsd: [long, short] }: Observation): number => long + short;
const realised = ({ realisedUsd: [long, short] }: Observation): number => long + short;
const dayOf = (time: number): number => Math.floor(time / DAY_MS) * DAY_MS;
