import { earthMover, overlap } from "#engine/score/map-measures.ts";
import { type OpenedLeverage, type PriorFile, priorOfFile } from "#engine/priors/prior-file.ts";
import { minimise } from "./nelder-mead.ts";
import type { SideMaps } from "./unit-maps.ts";

/** One coin's samples, and how much the coin counts. */
export interface FittedCoin {
  readonly coin: string;
  readonly weight: number;
  readonly highest: number;
  readonly maps: readonly SideMaps[];
}

/** A cautious start: the exponent, then ln median and ln spread of longs and of shorts, and how far each is expected to be off. */
const START = [0.8, 1.2, -0.5, 1.4, -0.7];
const EXPECTED_ERROR = [0.4, 1, 1, 1, 1];
const CAUTION = 0.005;
/** An earth mover's distance of 25 % of mark counts like an overlap of nothing. */
const EARTH_MOVER_WEIGHT = 4;
/** Of a factor e in the notional within reach. */
const REACH_WEIGHT = 0.015;
/** Keeps a share of nearly nothing from counting without bound. */
const LEAST_SHARE = 0.02;
const BIN_WIDTH = 0.02;

/** Five numbers for all coins: overlap and earth mover's distance weighted by positions, and the share of notional within reach. */
export function fitOpened(file: PriorFile, coins: readonly FittedCoin[]): OpenedLeverage {
  const loss = (at: readonly number[]) => {
    const opened = openedOf(at);
    const caution = at.reduce((sum, value, i) => sum + ((value - START[i]) / EXPECTED_ERROR[i]) ** 2, 0);
    return CAUTION * caution + coins.reduce((sum, coin) => sum + coin.weight * lossOf(file, opened, coin), 0);
  };
  return openedOf(minimise(loss, START, { step: 0.3, evaluations: 600 }));
}

const openedOf = ([exponent, longMedian, longSpread, shortMedian, shortSpread]: readonly number[]): OpenedLeverage => ({
  exponent,
  long: { median: Math.exp(longMedian), spread: Math.exp(longSpread) },
  short: { median: Math.exp(shortMedian), spread: Math.exp(shortSpread) },
});

function lossOf(file: PriorFile, opened: OpenedLeverage, { highest, maps }: FittedCoin): number {
  const prior = priorOfFile(file, { highest, opened });
  const sums = { positions: 0, distance: 0, within: [0, 0], seen: [0, 0], samples: [0, 0] };
  for (const of of maps) {
    const opens = (of.side === 1 ? prior.shortOpened : undefined) ?? prior.opened;
    const never = prior.neverShare[of.side];
    const bins = new Float64Array(of.truth.length);
    let standing = never * of.never;
    of.rungs.forEach((rung, i) => {
      if (opens[i] === 0) return;
      for (let bin = 0; bin < bins.length; bin++) bins[bin] += opens[i] * rung.bins[bin];
      standing += opens[i] * rung.standing;
    });
    sums.positions += of.positions;
    sums.distance += of.positions * (1 - overlap(bins, of.truth) + EARTH_MOVER_WEIGHT * earthMover(bins, of.truth) * BIN_WIDTH);
    sums.within[of.side] += bins.reduce((sum, value) => sum + value, 0) / standing;
    sums.seen[of.side] += of.withinReach;
    sums.samples[of.side]++;
  }
  const reach = [0, 1].map((side) =>
    sums.samples[side] === 0 ? 0 : Math.log((sums.within[side] / sums.samples[side] + LEAST_SHARE) / (sums.seen[side] / sums.samples[side] + LEAST_SHARE)) ** 2,
  );
  return sums.distance / sums.positions + REACH_WEIGHT * (reach[0] + reach[1]);
}
