/** What was predicted and what printed in one interval: a row of the score. Prices are those of the interval. */
export interface Observation {
  readonly start: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly volume: number;
  /** Expected prints, [long, short], predicted before they were seen. */
  readonly predictedUsd: readonly [number, number];
  /** Forced volume itself, [long, short]. */
  readonly forcedUsd: readonly [number, number];
  readonly realisedUsd: readonly [number, number];
}
