import { type Interval, blockBootstrap } from "#engine/score/block-bootstrap.ts";
import { ladderPriorOf, priorFileOf } from "#engine/priors/ladder-prior-of.ts";
import { type PositionSample, type SampleScore, ofAccounts, scoreOfHalf, splitAccounts } from "#engine/score/positions-score.ts";
import { seededUniform } from "#engine/score/seeded-uniform.ts";
import { unitMapsOf } from "#cli/fit-prior/unit-maps.ts";
import { scoreBestWeights } from "./best-weights.ts";
import type { MarketContender } from "./contender.ts";
import type { RecordedMarket } from "./recorded-market.ts";
import { type Market, scoreByDay } from "./score-by-day.ts";

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
  /** The weights that are best on these very samples. */
  readonly best: PositionRow | undefined;
  /** Scored on one half of the accounts at a time, where nothing was ever told of it. */
  readonly others: readonly PositionRow[];
}

export interface PositionRow {
  readonly name: string;
  readonly overlap: Interval;
  readonly earthMover: Interval;
  /** Longs, shorts. */
  readonly overlapBySide: readonly [number, number];
  readonly earthMoverBySide: readonly [number, number];
  /** Of samples' sides of {@link THICK} positions or more. */
  readonly thick: { readonly overlap: number; readonly earthMover: number };
}

/** By how much the estimate is better than another, sample by sample: above zero is better. */
export interface PositionLift {
  readonly over: string;
  readonly overlap: Interval;
  readonly earthMover: Interval;
}

const SPLITS = 20;
/** Of the accounts, for scores on those that nothing was told of: each runs the engine over every day. */
const OTHERS_SPLITS = 8;
/** What is made of fewer positions is mostly one or two of them. */
export const THICK = 10;
const DAY_MS = 86_400_000;

/** Scores contenders on a market's steps against samples of its positions. Absent maps (nothing known to draw from) leave their contender out. */
export function scorePositions(
  { instrument, steps }: RecordedMarket,
  samples: readonly PositionSample[],
  contenders: readonly MarketContender[],
): PositionReport {
  const scored = contenders
    .map((contender) => ({ ...contender, scores: scoreByDay({ instrument, steps }, { told: samples, scored: samples }, contender) }))
    .filter(({ scores }) => scores.length > 0);
  const ceiling = splitAccounts(samples, { random: seededUniform(1), splits: SPLITS }).flatMap((half) => scoreOfHalf(samples, half, "all"));
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
    best: bestOf({ instrument, steps }, samples),
    others: scoreOthers({ instrument, steps }, samples, contenders),
  };
}

/** Of an instrument whose venue has a prior of its own: that is where positions are learned from. */
function bestOf(market: Market, samples: readonly PositionSample[]): PositionRow | undefined {
  if (priorFileOf(market.instrument) === undefined) return undefined;
  const maps = unitMapsOf(market, samples, ladderPriorOf(market.instrument));
  return rowOf("the best weights for these very samples", scoreBestWeights(maps));
}

/** What half of the accounts is told of, and what is scored, are different accounts: contenders that learn from positions, and the half's own map. */
function scoreOthers(market: Market, samples: readonly PositionSample[], contenders: readonly MarketContender[]): readonly PositionRow[] {
  const halves = splitAccounts(samples, { random: seededUniform(2), splits: OTHERS_SPLITS });
  const told = (half: ReadonlySet<string>) => samples.map((sample) => ofAccounts(sample, (account) => half.has(account)));
  const scored = (half: ReadonlySet<string>) => samples.map((sample) => ofAccounts(sample, (account) => !half.has(account)));
  const rows = contenders
    .filter(({ onOthers }) => onOthers)
    .map((contender) =>
      rowOf(
        contender.name,
        halves.flatMap((half) => scoreByDay(market, { told: told(half), scored: scored(half) }, contender)),
      ),
    );
  if (rows.length === 0) return [];
  const known = halves.flatMap((half) => scoreOfHalf(samples, half, "others"));
  return [...rows, rowOf("the week's own map of the half", known)];
}

function rowOf(name: string, scores: readonly SampleScore[]): PositionRow {
  const ofSide = (side: 0 | 1) => scores.filter((score) => score.side === side);
  const thick = scores.filter(({ positions }) => positions >= THICK);
  return {
    name,
    overlap: overDays(scores, ({ overlap }) => overlap),
    earthMover: overDays(scores, ({ earthMover }) => earthMover),
    overlapBySide: [mean(ofSide(0), ({ overlap }) => overlap), mean(ofSide(1), ({ overlap }) => overlap)],
    earthMoverBySide: [mean(ofSide(0), ({ earthMover }) => earthMover), mean(ofSide(1), ({ earthMover }) => earthMover)],
    thick: { overlap: mean(thick, ({ overlap }) => overlap), earthMover: mean(thick, ({ earthMover }) => earthMover) },
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
