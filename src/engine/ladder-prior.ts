/**
 * What is believed about a market before its own data speak. Sources: docs/estimation.md section 3.
 * Every share is of notional.
 */
export interface LadderPrior {
  /** Effective leverage (notional / equity behind it) of each rung, ascending. */
  readonly rungs: readonly number[];
  /** Upper edges of the leverage groups below, and the share of newly opened notional in each. */
  readonly openedEdges: readonly number[];
  readonly openedShares: readonly number[];
  /** Share of newly opened longs and shorts that price alone can never close: 1x, hedged, market making. */
  readonly neverShare: readonly [long: number, short: number];
  /** Share of opens that belongs to the fast holding cohort, at the lowest and at the highest rung; linear in log leverage between. */
  readonly fastShare: readonly [atLowest: number, atHighest: number];
  readonly neverFastShare: number;
  readonly fastHalfLifeHours: number;
  readonly slowHalfLifeHours: number;
  /** Share of notional in isolated positions, which sit exactly on their rung; the rest spreads over the rung's leverage range. */
  readonly isolatedShare: number;
  /** Position sizes (USD) that a rung is spread over, so that bracket steps are honoured, and their shares. */
  readonly positionUsd: readonly number[];
  readonly positionShares: readonly number[];
  /** When price comes within this fraction of the original distance to liquidation, `closes` of what stands there is closed by its owner. */
  readonly approach: { readonly distanceLeft: number; readonly closes: number };
  /** Daily traded volume over open interest, where volume is not known. */
  readonly dailyTurnover: number;
  /** Standard deviation of log price over a day, for the first book. */
  readonly dailyVolatility: number;
  /** Share of forced volume that a liquidation feed prints, before it has been compared with any print. */
  readonly coverage: Readonly<Record<"complete" | "one-per-second" | "unknown", number>>;
}

export const LADDER_PRIOR: LadderPrior = {
  rungs: [1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 30, 40, 50, 75, 100, 125, 150],
  openedEdges: [1.25, 3, 7, 15, 30, 60, 150],
  openedShares: [0.25, 0.3, 0.2, 0.13, 0.07, 0.05],
  neverShare: [0.1, 0.17],
  fastShare: [0.45, 0.9],
  neverFastShare: 0.25,
  fastHalfLifeHours: 4,
  slowHalfLifeHours: 120,
  isolatedShare: 0.15,
  positionUsd: [10_000, 200_000, 3_000_000],
  positionShares: [0.4, 0.35, 0.25],
  approach: { distanceLeft: 0.35, closes: 0.3 },
  dailyTurnover: 1,
  dailyVolatility: 0.025,
  coverage: { complete: 0.8, "one-per-second": 0.25, unknown: 0.4 },
};
