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

/** A position as it was published. */
export interface HeldPosition {
  readonly account: string;
  readonly side: 0 | 1;
  /** In the unit that the instrument conserves. */
  readonly size: number;
  readonly entryPrice: number;
  /** Undefined: price alone cannot close it. */
  readonly liquidationPrice: number | undefined;
}

/** Positions seen at one instant: a sample of the market, never all of it. */
export interface PositionSample {
  readonly time: number;
  readonly mark: number;
  /** Positions that price alone can close. */
  readonly positions: readonly RealPosition[];
  /** Size x mark of all positions, longs and shorts, those that price alone cannot close included. */
  readonly notionalUsd: readonly [long: number, short: number];
  /** All of them, for an estimate that is told of them. */
  readonly held: readonly HeldPosition[];
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

/** The same sample of some accounts only. */
export function ofAccounts({ time, mark, positions, held }: PositionSample, keep: (account: string) => boolean): PositionSample {
  const kept = held.filter(({ account }) => keep(account));
  const usdOf = (side: 0 | 1) => kept.reduce((sum, each) => sum + (each.side === side ? each.size * mark : 0), 0);
  return { time, mark, positions: positions.filter(({ account }) => keep(account)), notionalUsd: [usdOf(0), usdOf(1)], held: kept };
}

export interface AccountSplits {
  readonly random: () => number;
  readonly splits: number;
}

/** Splits the accounts of all samples in two halves at random, time and again. */
export function splitAccounts(samples: readonly PositionSample[], { random, splits }: AccountSplits): readonly ReadonlySet<string>[] {
  const accounts = [...new Set(samples.flatMap(({ held }) => held.map(({ account }) => account)))].sort();
  return Array.from({ length: splits }, () => new Set(accounts.filter(() => random() < 0.5)));
}

/** What a map by distance from mark of one half of the accounts, over the whole period, scores on each sample: on all accounts, or on those of the other half. */
export function scoreOfHalf(samples: readonly PositionSample[], half: ReadonlySet<string>, on: "all" | "others"): readonly SampleScore[] {
  const relative = samples.flatMap(({ mark, positions }) =>
    positions.filter(({ account }) => half.has(account)).map(({ side, usd, liquidationPrice }) => ({ side, usd, ratio: liquidationPrice / mark })),
  );
  return samples.flatMap((sample) =>
    scoreSample(mapOfRatios(relative, sample.mark), on === "all" ? sample : ofAccounts(sample, (account) => !half.has(account))),
  );
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
