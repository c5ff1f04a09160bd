import { type Interval, blockBootstrap } from "#engine/score/block-bootstrap.ts";
import type { MapMaker } from "#engine/score/map-maker.ts";
import { type PositionSample, type SampleScore, noiseCeiling, scoreSample } from "#engine/score/positions-score.ts";
import { seededUniform } from "#engine/score/seeded-uniform.ts";
import type { StepInput } from "#engine/step.ts";
import type { MarketContender } from "./contender.ts";
import type { RecordedMarket } from "./recorded-market.ts";

/** One coin's real positions against everybody's map, each a mean over samples and sides weighted by positions. */
export interface PositionReport {
  readonly coin: string;
  readonly samples: number;
  /** Mean number of positions with a liquidation price within reach, per sample: longs, shorts. */
  readonly positions: readonly [number, number];
  readonly accounts: number;
  readonly from: number;
  readonly to: number;
  /** The estimate first. */
  readonly contenders: readonly PositionRow[];
  readonly lifts: readonly PositionLift[];
  readonly ceiling: PositionRow;
}

export interface PositionRow {
  readonly name: string;
  readonly overlap: Interval;
  readonly earthMover: Interval;
  /** Longs, shorts. */
  readonly overlapBySide: readonly [number, number];
  readonly earthMoverBySide: readonly [number, number];
}

/** By how much the estimate is better than another, sample by sample: above zero is better. */
export interface PositionLift {
  readonly over: string;
  readonly overlap: Interval;
  readonly earthMover: Interval;
}

const SPLITS = 20;
const DAY_MS = 86_400_000;

/** Scores contenders on a market's steps against samples of its positions. Absent maps (nothing known to draw from) leave their contender out. */
export function scorePositions(
  { instrument, steps }: RecordedMarket,
  samples: readonly PositionSample[],
  contenders: readonly MarketContender[],
): PositionReport {
  const scored = contenders
    .map((contender) => ({ ...contender, scores: scoreOver({ instrument, steps }, samples, contender) }))
    .filter(({ scores }) => scores.length > 0);
  const ceiling = noiseCeiling(samples, { random: seededUniform(1), splits: SPLITS });
  const one = scored[0].scores;
  const meanPositions = (side: 0 | 1) => one.reduce((sum, score) => sum + (score.side === side ? score.positions : 0), 0) / samples.length;
  return {
    coin: instrument.coin,
    samples: samples.length,
    positions: [meanPositions(0), meanPositions(1)],
    accounts: new Set(samples.flatMap(({ positions }) => positions.map(({ account }) => account))).size,
    from: samples[0].time,
    to: samples[samples.length - 1].time,
    contenders: scored.map(({ name, scores }) => rowOf(name, scores)),
    lifts: scored.filter(({ kind }) => kind === "baseline").map(({ name, scores }) => liftOver(one, { name, scores })),
    ceiling: rowOf("what sampling noise allows", ceiling),
  };
}

/** Day by day where a contender has to leave the day out. */
function scoreOver(
  { instrument, steps }: Pick<RecordedMarket, "instrument" | "steps">,
  samples: readonly PositionSample[],
  of: MarketContender,
): readonly SampleScore[] {
  const { make, makeForDay } = of;
  if (makeForDay === undefined) return scoreOverSteps(make(instrument), steps, samples);
  const days = [...new Set(samples.map(({ time }) => dayOf(time)))];
  return days.flatMap((day) =>
    scoreOverSteps(
      makeForDay(instrument, day),
      steps,
      samples.filter(({ time }) => dayOf(time) === day),
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

function rowOf(name: string, scores: readonly SampleScore[]): PositionRow {
  const ofSide = (side: 0 | 1) => scores.filter((score) => score.side === side);
  return {
    name,
    overlap: overDays(scores, ({ overlap }) => overlap),
    earthMover: overDays(scores, ({ earthMover }) => earthMover),
    overlapBySide: [mean(ofSide(0), ({ overlap }) => overlap), mean(ofSide(1), ({ overlap }) => overlap)],
    earthMoverBySide: [mean(ofSide(0), ({ earthMover }) => earthMover), mean(ofSide(1), ({ earthMover }) => earthMover)],
  };
}

function liftOver(mine: readonly SampleScore[], { name, scores }: { readonly name: string; readonly scores: readonly SampleScore[] }): PositionLift {
  const theirs = new Map(scores.map((score) => [keyOf(score), score]));
  const paired = mine.flatMap((score) => {
    const other = theirs.get(keyOf(score));
    return other ? [{ ...score, overlap: score.overlap - other.overlap, earthMover: other.earthMover - score.earthMover }] : [];
  });
  return { over: name, overlap: overDays(paired, ({ overlap }) => overlap), earthMover: overDays(paired, ({ earthMover }) => earthMover) };
}

const keyOf = ({ time, side }: SampleScore): string => `${time}/${side}`;

/** Weighted mean with its interval from resampling whole days. */
function overDays(scores: readonly SampleScore[], value: (score: SampleScore) => number): Interval {
  const days = [...new Set(scores.map(({ time }) => Math.floor(time / DAY_MS)))];
  const sums = days.map((day) => {
    const ofDay = scores.filter(({ time }) => Math.floor(time / DAY_MS) === day);
    return { weight: ofDay.reduce((sum, { positions }) => sum + positions, 0), sum: ofDay.reduce((sum, score) => sum + score.positions * value(score), 0) };
  });
  return blockBootstrap(days.length, (blocks) => {
    let [sum, weight] = [0, 0];
    for (const block of blocks) {
      sum += sums[block].sum;
      weight += sums[block].weight;
    }
    return sum / weight;
  });
}

function mean(scores: readonly SampleScore[], value: (score: SampleScore) => number): number {
  const weight = scores.reduce((sum, { positions }) => sum + positions, 0);
  return weight > 0 ? scores.reduce((sum, score) => sum + score.positions * value(score), 0) / weight : Number.NaN;
}
