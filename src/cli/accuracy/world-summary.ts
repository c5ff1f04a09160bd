import { type BandCalibration, sumCalibrations } from "#engine/score/band-calibration.ts";
import { type Interval, blockBootstrap } from "#engine/score/block-bootstrap.ts";
import type { MapMeasure } from "#engine/score/map-score.ts";
import { MAP_MEASURES, createScoreMeans } from "#engine/score/score-means.ts";
import type { InstantScore } from "./score-world.ts";

/** Mean of each measure; null when nobody stated what it measures. */
export type Means = Readonly<Record<MapMeasure, number | null>>;

/** One contender over all worlds. */
export interface ContenderSummary {
  readonly name: string;
  /** Instants and sides scored in the second week. */
  readonly scored: number;
  /** Second week: mean over instants and sides of a world, then over worlds. */
  readonly mean: Means;
  readonly worlds: Readonly<Record<string, Means>>;
  /** Second week, longs and shorts apart: over all instants of all worlds. */
  readonly sides: readonly [Means, Means];
  /** The same means of every day of the worlds, from their first. */
  readonly days: readonly Means[];
  /** Second week; undefined when it states no bands. */
  readonly bands: BandCalibration | undefined;
}

/** The first week is for learning. */
export const FIRST_SCORED_DAY = 7;
/** Of these less is better. */
const ERRORS: ReadonlySet<MapMeasure> = new Set(["earthMoverBps", "absLogScale"]);

export function summarise(scores: readonly InstantScore[]): readonly ContenderSummary[] {
  const names = [...new Set(scores.map(({ contender }) => contender))];
  return names.map((name) => {
    const mine = scores.filter(({ contender }) => contender === name);
    const late = mine.filter(({ day }) => day >= FIRST_SCORED_DAY);
    const worlds = [...new Set(late.map(({ world }) => world))];
    const perWorld = worlds.map((world) => [world, meansOf(late.filter((score) => score.world === world))] as const);
    const lastDay = mine.reduce((last, { day }) => Math.max(last, day), -1);
    return {
      name,
      scored: late.reduce((sum, { sides }) => sum + sides.length, 0),
      mean: meanOfMeans(perWorld.map(([, means]) => means)),
      worlds: Object.fromEntries(perWorld),
      sides: [meansOf(late, 0), meansOf(late, 1)],
      bands: bandsOf(late),
      days: Array.from({ length: lastDay + 1 }, (_, day) => meansOf(mine.filter((score) => score.day === day))),
    };
  });
}

/** By how much one contender is better than another, world by world: above zero is better whatever the measure; 90 % interval from resampling worlds. */
export function advantage(
  one: ContenderSummary,
  other: ContenderSummary,
  measure: MapMeasure,
): (Interval & { readonly better: number; readonly of: number }) | undefined {
  const sign = ERRORS.has(measure) ? -1 : 1;
  const lifts = Object.keys(one.worlds).flatMap((world) => {
    const mine = one.worlds[world][measure];
    const theirs = other.worlds[world]?.[measure] ?? null;
    return mine === null || theirs === null ? [] : [sign * (mine - theirs)];
  });
  if (lifts.length === 0) return undefined;
  const interval = blockBootstrap(lifts.length, (worlds) => worlds.reduce((sum, world) => sum + lifts[world], 0) / worlds.length);
  return { ...interval, better: lifts.filter((lift) => lift > 0).length, of: lifts.length };
}

function bandsOf(scores: readonly InstantScore[]): BandCalibration | undefined {
  const stated = scores.flatMap(({ bands }) => bands ?? []);
  return stated.length > 0 ? sumCalibrations(stated) : undefined;
}

/** Over both sides when none is named. */
function meansOf(scores: readonly InstantScore[], side?: 0 | 1): Means {
  const means = createScoreMeans();
  for (const { sides } of scores) for (const score of sides) if (score.side === (side ?? score.side)) means.add(score);
  return recordOf((measure) => means.mean(measure) ?? null);
}

function meanOfMeans(all: readonly Means[]): Means {
  return recordOf((measure) => {
    const known = all.flatMap((means) => means[measure] ?? []);
    return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
  });
}

const recordOf = (value: (measure: MapMeasure) => number | null): Means =>
  Object.fromEntries(MAP_MEASURES.map((measure) => [measure, value(measure)])) as Means;
