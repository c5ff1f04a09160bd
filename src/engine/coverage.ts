import type { Instrument } from "#core/instrument.ts";
import { DAY_MS } from "#core/units.ts";
import type { LadderPrior } from "./ladder-prior.ts";

/**
 * Share of forced volume that the instrument's liquidation feed prints, learned as printed over predicted with a prior and exponential forgetting.
 * It scales `crossed` only, never the map: coverage and total weight cannot be told apart from prints.
 */
export interface Coverage {
  printedUsd: number;
  forcedUsd: number;
  /** Forced since the feed last told of anything, and over how long. */
  heldUsd: number;
  heldMs: number;
}

const HALF_LIFE_DAYS = 14;
/** The prior counts as much as this share of a day's open interest being forced. */
const PRIOR_WEIGHT = 0.01;

/** Starts from the prior of the feed's declared sampling, as sure as a typical day of forced volume makes it. */
export function createCoverage(instrument: Instrument, prior: LadderPrior): Coverage {
  return { printedUsd: feedShareOf(instrument, prior), forcedUsd: 1, heldUsd: 0, heldMs: 0 };
}

/** Open interest of all exchanges that a joint feed covers, over the instrument's own: a rough figure, only that it is more than one matters. */
const JOINT_FEED_FACTOR = 2;

/** Share of the instrument's forced volume that its feed is taken to print before anything is seen; above 1 where the feed covers other exchanges too. */
export function feedShareOf({ liquidationFeed }: Instrument, prior: LadderPrior): number {
  const joint = (liquidationFeed?.exchanges.length ?? 1) > 1 ? JOINT_FEED_FACTOR : 1;
  return prior.coverage[liquidationFeed?.sampling ?? "unknown"] * joint;
}

/** Gives the prior its weight in dollars once the size of the market is known. One that begins empty leaves it as it is: a share of nothing is no share. */
export function weighCoverage(coverage: Coverage, openInterestUsd: number): void {
  if (openInterestUsd <= 0) return;
  const weight = (PRIOR_WEIGHT * openInterestUsd) / coverage.forcedUsd;
  coverage.printedUsd *= weight;
  coverage.forcedUsd *= weight;
}

export const coverageShare = ({ printedUsd, forcedUsd }: Coverage): number => printedUsd / forcedUsd;

/** Holds what a step forced until the feed tells of the time. */
export function holdForced(coverage: Coverage, { forcedUsd, ms }: { forcedUsd: number; ms: number }): void {
  coverage.heldUsd += forcedUsd;
  coverage.heldMs += ms;
}

/** Compares what a feed told of the last `overMs` with what was forced. What was held for much longer is dropped. */
export function learnCoverage(coverage: Coverage, { printedUsd, overMs }: { printedUsd: number; overMs: number }): void {
  if (coverage.heldMs <= 2 * overMs) {
    const keep = 2 ** (-coverage.heldMs / DAY_MS / HALF_LIFE_DAYS);
    coverage.printedUsd = coverage.printedUsd * keep + printedUsd;
    coverage.forcedUsd = coverage.forcedUsd * keep + coverage.heldUsd;
  }
  coverage.heldUsd = coverage.heldMs = 0;
}
