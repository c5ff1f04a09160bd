import type { Instrument } from "#core/instrument.ts";
import type { LadderPrior } from "./ladder-prior.ts";

/**
 * Share of forced volume that the instrument's liquidation feed prints, learned as printed over predicted with a prior and exponential forgetting.
 * It scales `crossed` only, never the map: coverage and total weight cannot be told apart from prints.
 */
export interface Coverage {
  printedUsd: number;
  forcedUsd: number;
}

const HALF_LIFE_DAYS = 14;
/** The prior counts as much as this share of a day's open interest being forced. */
const PRIOR_WEIGHT = 0.01;

/** Starts from the prior of the feed's declared sampling, as sure as a typical day of forced volume makes it. */
export function createCoverage(instrument: Instrument, prior: LadderPrior): Coverage {
  return { printedUsd: feedShareOf(instrument, prior), forcedUsd: 1 };
}

/** Open interest of all exchanges that a joint feed covers, over the instrument's own: a rough figure, only that it is more than one matters. */
const JOINT_FEED_FACTOR = 2;

/** Share of the instrument's forced volume that its feed is taken to print before anything is seen; above 1 where the feed covers other exchanges too. */
export function feedShareOf({ liquidationFeed }: Instrument, prior: LadderPrior): number {
  const joint = (liquidationFeed?.exchanges.length ?? 1) > 1 ? JOINT_FEED_FACTOR : 1;
  return prior.coverage[liquidationFeed?.sampling ?? "unknown"] * joint;
}

/** Gives the prior its weight in dollars once the size of the market is known. */
export function weighCoverage(coverage: Coverage, openInterestUsd: number): void {
  const weight = (PRIOR_WEIGHT * openInterestUsd) / coverage.forcedUsd;
  coverage.printedUsd *= weight;
  coverage.forcedUsd *= weight;
}

export const coverageShare = ({ printedUsd, forcedUsd }: Coverage): number => printedUsd / forcedUsd;

export function learnCoverage(coverage: Coverage, seen: { printedUsd: number; forcedUsd: number; hours: number }): void {
  const keep = 2 ** (-seen.hours / 24 / HALF_LIFE_DAYS);
  coverage.printedUsd = coverage.printedUsd * keep + seen.printedUsd;
  coverage.forcedUsd = coverage.forcedUsd * keep + seen.forcedUsd;
}
