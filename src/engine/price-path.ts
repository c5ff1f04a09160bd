import { rowCoordinate } from "#core/price-rows.ts";
import type { Profile } from "./book.ts";
import type { PricePath } from "./step.ts";

/**
 * Row coordinates of a candle's turning points: open, nearer extreme, farther extreme, close.
 * The order of the extremes inside a candle is unknown; price is taken to visit the one nearer to the open first.
 */
export function turningPoints(path: PricePath, into: Float64Array): void {
  const open = rowCoordinate(path.open);
  const high = rowCoordinate(path.high);
  const low = rowCoordinate(path.low);
  const highFirst = high - open <= open - low;
  into[0] = open;
  into[1] = highFirst ? high : low;
  into[2] = highFirst ? low : high;
  into[3] = rowCoordinate(path.close);
}

/** How far, as a fraction of itself, price went against longs and against shorts. */
export const travelOf = ({ open, high, low }: PricePath): readonly [number, number] => [(open - low) / open, (high - open) / open];

/** Empties a profile that will hold rows of [low, high] (row coordinates), growing its buffer when it is too small. */
export function resetProfile(profile: Profile, low: number, high: number): void {
  profile.first = Math.floor(low);
  profile.count = Math.floor(high) - profile.first + 1;
  if (profile.weights.length < profile.count) profile.weights = new Float64Array(profile.count * 2);
  else profile.weights.fill(0, 0, profile.count);
  profile.total = 0;
}

/** Adds `weight` of traded volume evenly over the coordinates between `a` and `b`. */
export function addTraded(profile: Profile, a: number, b: number, weight: number): void {
  if (!(weight > 0)) return;
  const low = Math.min(a, b);
  const high = Math.max(a, b);
  const firstRow = Math.floor(low);
  const lastRow = Math.floor(high);
  profile.total += weight;
  if (lastRow === firstRow) {
    profile.weights[firstRow - profile.first] += weight;
    return;
  }
  const perRow = weight / (high - low);
  profile.weights[firstRow - profile.first] += (firstRow + 1 - low) * perRow;
  for (let row = firstRow + 1; row < lastRow; row++) profile.weights[row - profile.first] += perRow;
  profile.weights[lastRow - profile.first] += (high - lastRow) * perRow;
}

export function createProfile(): Profile {
  return { first: 0, count: 0, weights: new Float64Array(64), total: 0 };
}
