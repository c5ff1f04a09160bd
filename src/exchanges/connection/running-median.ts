/** Median of the last values: one that is far off, as after a stall, does not move it. */
export interface RunningMedian {
  add(value: number): void;
  /** Undefined before the first value. */
  median(): number | undefined;
}

const KEPT = 63;

export function createRunningMedian(): RunningMedian {
  const values = new Float64Array(KEPT);
  let count = 0;
  return {
    add: (value) => (values[count++ % KEPT] = value),
    median: () => (count === 0 ? undefined : values.slice(0, Math.min(count, KEPT)).sort()[Math.floor((Math.min(count, KEPT) - 1) / 2)]),
  };
}
