import { seededUniform } from "./seeded-uniform.ts";

export interface Interval {
  readonly value: number;
  /** 5 % and 95 % of the bootstrap. */
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 1000;

/**
 * A statistic with its 90 % interval from resampling whole blocks (days), because neighbouring intervals are not independent.
 * `blocks[i]` is the block of observation `i`. Seeded: same input, same interval.
 */
export function blockBootstrap(blocks: ArrayLike<number>, statistic: (indices: readonly number[]) => number, seed = 1): Interval {
  const members = new Map<number, number[]>();
  for (let i = 0; i < blocks.length; i++) {
    const block = members.get(blocks[i]);
    if (block) block.push(i);
    else members.set(blocks[i], [i]);
  }
  const all = [...members.values()];
  const random = seededUniform(seed);
  const values: number[] = [];
  for (let resample = 0; resample < RESAMPLES; resample++) {
    const indices: number[] = [];
    for (let k = 0; k < all.length; k++) indices.push(...all[Math.floor(random() * all.length)]);
    values.push(statistic(indices));
  }
  values.sort((a, b) => a - b);
  const whole = Array.from({ length: blocks.length }, (_, i) => i);
  return { value: statistic(whole), low: values[Math.floor(0.05 * RESAMPLES)], high: values[Math.floor(0.95 * RESAMPLES)] };
}
