import { rowOf } from "#core/price-rows.ts";
import { type BookMap, binMap, markGrid } from "./bin-grid.ts";
import { earthMover, overlap, total } from "./map-measures.ts";

/** A position of somebody whose positions are public. */
export interface RealPosition {
  readonly account: string;
  readonly side: 0 | 1;
  /** Size x liquidation price, USD. */
  readonly usd: number;
  readonly liquidationPrice: number;
}

/** Positions seen at one instant: a sample of the market, never all of it. */
export interface PositionSample {
  readonly time: number;
  readonly mark: number;
  /** Positions that price alone can close. */
  readonly positions: readonly RealPosition[];
  /** Size x mark of all positions, longs and shorts, those that price alone cannot close included. */
  readonly notionalUsd: readonly [long: number, short: number];
}

/** A map against one side of one sample. */
export interface SampleScore {
  readonly time: number;
  readonly side: 0 | 1;
  readonly overlap: number;
  /** Earth mover's distance, as a fraction of mark. */
  readonly earthMover: number;
  /** How many positions the truth is made of: its weight in a mean, because a thin sample is mostly noise. */
  readonly positions: number;
}

/** Coarse bins: a sample has some tens of positions. */
const REACH = 0.5;
const BIN_WIDTH = 0.02;

/** Scores both sides of a map within 50 % of mark in bins of 2 % of mark; a side without a position there is left out. */
export function scoreSample(map: BookMap, { time, mark, positions }: PositionSample): readonly SampleScore[] {
  return ([0, 1] as const).flatMap((side) => {
    const grid = markGrid(side, { mark, reach: REACH, width: BIN_WIDTH });
    const truth = new Float64Array(grid.count);
    let count = 0;
    for (const position of positions) {
      const bin = grid.binOfRow(rowOf(position.liquidationPrice));
      if (position.side !== side || bin < 0 || bin >= grid.count) continue;
      truth[bin] += position.usd;
      count++;
    }
    if (count === 0 || total(truth) === 0) return [];
    const estimate = binMap(map, grid);
    return [{ time, side, overlap: overlap(estimate, truth), earthMover: earthMover(estimate, truth) * BIN_WIDTH, positions: count }];
  });
}

/**
 * What sampling noise allows: the accounts are split at random, the whole period's map of one half (by distance from mark) is scored on the samples.
 * Nobody's estimate is expected to know more of these accounts than half of themselves do.
 */
export function noiseCeiling(
  samples: readonly PositionSample[],
  { random, splits }: { readonly random: () => number; readonly splits: number },
): readonly SampleScore[] {
  const accounts = [...new Set(samples.flatMap(({ positions }) => positions.map(({ account }) => account)))].sort();
  return Array.from({ length: splits }, () => {
    const half = new Set(accounts.filter(() => random() < 0.5));
    const relative = samples.flatMap(({ mark, positions }) =>
      positions.filter(({ account }) => half.has(account)).map(({ side, usd, liquidationPrice }) => ({ side, usd, ratio: liquidationPrice / mark })),
    );
    return samples.flatMap((sample) => scoreSample(mapOfRatios(relative, sample.mark), sample));
  }).flat();
}

/** Positions at the same relative distance from another mark. */
function mapOfRatios(positions: readonly { readonly side: 0 | 1; readonly usd: number; readonly ratio: number }[], mark: number): BookMap {
  const firstRow = rowOf(mark * (1 - REACH));
  const rowCount = rowOf(mark * (1 + REACH)) - firstRow + 1;
  const usd = [new Float64Array(rowCount), new Float64Array(rowCount)] as const;
  for (const { side, usd: value, ratio } of positions) {
    const row = rowOf(mark * ratio) - firstRow;
    if (row >= 0 && row < rowCount) usd[side][row] += value;
  }
  return { firstRow, usd };
}
