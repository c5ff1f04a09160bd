import { seededUniform } from "./seeded-uniform.ts";

export interface Interval {
  readonly value: number;
  /** 5 % and 95 % of the bootstrap. */
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 1000;

/**
 * A statistic of blocks (days) with its 90 % interval from resampling whole blocks, because neighbouring observations are not independent.
 * `statistic` gets block numbers below `blockCount`, repeats allowed. Seeded: same input, same interval.
 */
export function blockBootstrap(blockCount: number, statistic: (blocks: Int32Array) => number, seed = 1): Interval {
  const random = seededUniform(seed);
  const chosen = new Int32Array(blockCount);
  const values = Float64Array.from({ length: RESAMPLES }, () => {
    for (let k = 0; k < blockCount; k++) chosen[k] = Math.floor(random() * blockCount);
    return statistic(chosen);
  }).sort();
  return { value: statistic(chosen.map((_, block) => block)), low: values[Math.floor(0.05 * RESAMPLES)], high: values[Math.floor(0.95 * RESAMPLES)] };
}
