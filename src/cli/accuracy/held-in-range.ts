import { rowOf } from "#core/price-rows.ts";
import type { BookMap } from "#engine/score/bin-grid.ts";
import type { Observation } from "#engine/score/observation.ts";
import { correlationOf, ranksOf } from "#engine/score/rank-correlation.ts";

/** A map of the book at one instant. */
export interface Instant {
  readonly time: number;
  readonly mark: number;
  readonly map: BookMap;
}

/** Rank correlation of forecast and printed volume over intervals; mean of both sides. */
export const forecastCorrelation = (hours: readonly Observation[]): number =>
  meanOfSides((side) =>
    rankCorrelation(
      hours.map(({ predictedUsd }) => predictedUsd[side]),
      hours.map(({ realisedUsd }) => realisedUsd[side]),
    ),
  );

/**
 * Rank correlation of what a map held where the price of the interval that begins then went, with what printed in that interval; mean of both sides.
 * What opens meanwhile is known to nobody.
 */
export function heldInRange(instants: readonly Instant[], hours: readonly Observation[]): number {
  const at = new Map(hours.map((hour) => [hour.start, hour]));
  const pairs = instants.flatMap((instant) => {
    const hour = at.get(instant.time);
    return hour ? [{ ...instant, hour }] : [];
  });
  return meanOfSides((side) =>
    rankCorrelation(
      pairs.map(({ map, mark, hour }) => usdBetween(map, side, side === 0 ? [hour.low, mark] : [mark, hour.high])),
      pairs.map(({ hour }) => hour.realisedUsd[side]),
    ),
  );
}

function usdBetween({ firstRow, usd }: BookMap, side: 0 | 1, [low, high]: readonly [number, number]): number {
  const last = Math.min(usd[side].length - 1, rowOf(high) - firstRow);
  let sum = 0;
  for (let row = Math.max(0, rowOf(low) - firstRow); row <= last; row++) sum += usd[side][row];
  return sum;
}

const rankCorrelation = (one: readonly number[], other: readonly number[]): number => correlationOf(ranksOf(one), ranksOf(other));
const meanOfSides = (of: (side: 0 | 1) => number): number => (of(0) + of(1)) / 2;
