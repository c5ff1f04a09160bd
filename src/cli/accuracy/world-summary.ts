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
  /** The same means of every day of the worlds, from their first. */
  readonly days: readonly Means[];
}

/** The first week is for learning. */
const FIRST_SCORED_DAY = 7;

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
      days: Array.from({ length: lastDay + 1 }, (_, day) => meansOf(mine.filter((score) => score.day === day))),
    };
  });
}

function meansOf(scores: readonly InstantScore[]): Means {
  const means = createScoreMeans();
  for (const { sides } of scores) for (const side of sides) means.add(side);
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
