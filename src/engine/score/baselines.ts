import { LONG } from "#core/position-side.ts";
import { rowCoordinate } from "#core/price-rows.ts";
import type { Observation } from "./observation.ts";

/** Look-backs of price memory, in hours. */
const MEMORY_HOURS = [0, 1, 3, 6, 12, 24, 48, 96];
const HOUR_MS = 3_600_000;
/** Volume counts for so long in the volume profile. */
const PROFILE_DAYS = 7;
const PROFILE_ROWS = 5;

/** How far price went against a side in the interval: (open - low) / open for longs, (high - open) / open for shorts. */
export function priceRange(observations: readonly Observation[], side: 0 | 1): Float64Array {
  return Float64Array.from(observations, ({ open, high, low }) => (side === LONG ? open - low : high - open) / open);
}

/**
 * Price memory: how far the interval went beyond the extremes of the past, mean over look-backs; for longs
 * max(0, lowest(open, lows of the look-back) - low) / open, mirrored for shorts.
 */
export function priceMemory(observations: readonly Observation[], side: 0 | 1): Float64Array {
  return Float64Array.from(observations, ({ start, open, high, low }, index) => {
    let sum = 0;
    let extreme = open;
    let earlier = index - 1;
    for (const hours of MEMORY_HOURS) {
      for (; earlier >= 0 && observations[earlier].start >= start - hours * HOUR_MS; earlier--)
        extreme = side === LONG ? Math.min(extreme, observations[earlier].low) : Math.max(extreme, observations[earlier].high);
      sum += Math.max(0, side === LONG ? extreme - low : high - extreme) / open;
    }
    return sum / MEMORY_HOURS.length;
  });
}

/** Volume that traded over the last days at the prices that the interval swept against a side. */
export function volumeProfile(observations: readonly Observation[], side: 0 | 1): Float64Array {
  const traded = new Map<number, number>();
  const add = ({ low, high, volume }: Observation, sign: number) => {
    const [first, last] = rowsOf(low, high);
    for (let row = first; row <= last; row++) traded.set(row, (traded.get(row) ?? 0) + (sign * volume) / (last - first + 1));
  };
  let oldest = 0;
  return Float64Array.from(observations, (now) => {
    for (; observations[oldest].start < now.start - PROFILE_DAYS * 24 * HOUR_MS; oldest++) add(observations[oldest], -1);
    const [first, last] = side === LONG ? rowsOf(now.low, now.open) : rowsOf(now.open, now.high);
    let swept = 0;
    for (let row = first; row < last; row++) swept += traded.get(row) ?? 0;
    add(now, 1);
    return swept;
  });
}

const rowsOf = (from: number, to: number) => [Math.floor(rowCoordinate(from) / PROFILE_ROWS), Math.floor(rowCoordinate(to) / PROFILE_ROWS)] as const;
