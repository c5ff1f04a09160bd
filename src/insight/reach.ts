import { HOUR_MS } from "#core/units.ts";

/** A closed candle, oldest first; times are epoch ms. */
export interface ReachBar {
  readonly openTime: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

export const REACH_HORIZONS_MS = [HOUR_MS, 4 * HOUR_MS, 24 * HOUR_MS] as const;

/** Volatility is that of the last day of bars, of which so many returns have to be known. */
const VOLATILITY_MS = 24 * HOUR_MS;
const LEAST_KNOWN_SHARE = 0.5;
/** With fewer stretches that do not overlap nothing is said of a horizon. */
const LEAST_STRETCHES = 6;

/** How far price went from where it stood, in units of its volatility then. */
export interface ReachTable {
  /** Root mean square log return of a bar over the last day. */
  readonly volatility: number;
  /** Of a day, in the same units as a distance: about a fraction of the price. */
  readonly dayVolatility: number;
  readonly horizons: readonly ReachHorizon[];
}

export interface ReachHorizon {
  readonly horizonMs: number;
  /** The farthest move either way out of every bar's end, in volatilities of a bar, smallest first. */
  readonly moves: Float64Array;
  /** How many of the stretches do not overlap: what the rate rests on. */
  readonly stretches: number;
}

/** How often price came as far as a distance. A base rate of distances: it knows nothing of clusters, and says nothing of direction. */
export interface Reach {
  readonly horizonMs: number;
  /** 0 to 1. */
  readonly rate: number;
  readonly stretches: number;
}

/** What the past of a market says of distances; undefined while its volatility is not known. `intervalMs`: of the bars. */
export function reachTable(bars: readonly ReachBar[], intervalMs: number): ReachTable | undefined {
  const volatilities = volatilityAt(bars, intervalMs);
  const volatility = volatilities.at(-1);
  if (volatility === undefined || volatility === 0) return undefined;
  const horizons = REACH_HORIZONS_MS.map((horizonMs) => {
    const length = Math.round(horizonMs / intervalMs);
    const moves = movesOver(bars, { volatilities, length, intervalMs });
    return { horizonMs, moves: moves.sort(), stretches: Math.floor(moves.length / 2 / length) };
  });
  return {
    volatility,
    dayVolatility: volatility * Math.sqrt(VOLATILITY_MS / intervalMs),
    horizons: horizons.filter((one) => one.stretches >= LEAST_STRETCHES),
  };
}

/** How often price went as far as `distance` (a signed fraction) within each horizon, at the volatility of now. */
export function reachOf({ volatility, horizons }: ReachTable, distance: number): readonly Reach[] {
  const wanted = Math.abs(Math.log1p(distance)) / volatility;
  return horizons.map(({ horizonMs, moves, stretches }) => ({ horizonMs, rate: 1 - firstAtLeast(moves, wanted) / moves.length, stretches }));
}

/** At the end of each bar; undefined where too few returns are known or nothing moved. */
function volatilityAt(bars: readonly ReachBar[], intervalMs: number): readonly (number | undefined)[] {
  const most = Math.round(VOLATILITY_MS / intervalMs);
  const squares = bars.map(({ close, openTime }, at) => {
    const before = bars[at - 1];
    return before && openTime - before.openTime === intervalMs ? Math.log(close / before.close) ** 2 : undefined;
  });
  let sum = 0;
  let known = 0;
  return squares.map((square, at) => {
    const gone = at >= most ? squares[at - most] : undefined;
    sum += (square ?? 0) - (gone ?? 0);
    known += Number(square !== undefined) - Number(gone !== undefined);
    return known >= LEAST_KNOWN_SHARE * most && sum > 0 ? Math.sqrt(sum / known) : undefined;
  });
}

interface MovesAsked {
  readonly volatilities: readonly (number | undefined)[];
  /** Bars of the horizon. */
  readonly length: number;
  readonly intervalMs: number;
}

/** Up and down out of every bar after which the whole horizon is known. */
function movesOver(bars: readonly ReachBar[], { volatilities, length, intervalMs }: MovesAsked): Float64Array {
  const moves = new Float64Array(2 * bars.length);
  let count = 0;
  for (let at = 0; at + length < bars.length; at++) {
    const volatility = volatilities[at];
    const { close, openTime } = bars[at];
    if (volatility === undefined || bars[at + length].openTime - openTime !== length * intervalMs) continue;
    let [high, low] = [close, close];
    for (let next = at + 1; next <= at + length; next++) {
      high = Math.max(high, bars[next].high);
      low = Math.min(low, bars[next].low);
    }
    moves[count++] = Math.log(high / close) / volatility;
    moves[count++] = Math.log(close / low) / volatility;
  }
  return moves.slice(0, count);
}

/** Index of the first entry of a sorted list that is at least `wanted`. */
function firstAtLeast(sorted: Float64Array, wanted: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
