import type { MapMaker } from "#engine/score/map-maker.ts";
import { type PositionSample, type SampleScore, scoreSample } from "#engine/score/positions-score.ts";
import type { StepInput } from "#engine/step.ts";
import type { MarketContender } from "./contender.ts";
import type { RecordedMarket } from "./recorded-market.ts";

export type Market = Pick<RecordedMarket, "instrument" | "steps">;

export interface SampleSets {
  /** What a contender may be told of, as far as it is of earlier days. */
  readonly told: readonly PositionSample[];
  readonly scored: readonly PositionSample[];
}

/** Day by day where a contender has to leave the day out. */
export function scoreByDay({ instrument, steps }: Market, { told, scored }: SampleSets, of: MarketContender): readonly SampleScore[] {
  const { make, makeForDay } = of;
  if (makeForDay === undefined) return scoreOverSteps(make(instrument), steps, scored);
  const dates = [...new Set(scored.map(({ time }) => dayOf(time)))];
  return dates.flatMap((date) =>
    scoreOverSteps(
      makeForDay(instrument, { date, earlier: told.filter(({ time }) => dayOf(time) < date) }),
      steps,
      scored.filter(({ time }) => dayOf(time) === date),
    ),
  );
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** A sample is compared with the map at the end of the last step before it. */
function scoreOverSteps(maker: MapMaker, steps: readonly StepInput[], samples: readonly PositionSample[]): readonly SampleScore[] {
  const scores: SampleScore[] = [];
  let next = 0;
  for (const input of steps) {
    if (next === samples.length) break;
    const end = input.start + input.durationMs;
    for (; next < samples.length && samples[next].time < end; next++) {
      const map = maker.map();
      if (map) scores.push(...scoreSample(map, samples[next]));
    }
    maker.step(input);
  }
  return scores;
}
