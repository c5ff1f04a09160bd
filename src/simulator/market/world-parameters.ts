import { DAY_MS, HOUR_MS } from "#core/units.ts";
import { createRandom } from "./random.ts";

/** Everything about a world that an observer cannot see. Drawn from the seed, the same for all of its coins; shares are fractions. */
export interface WorldParameters {
  /** BTC's volatility: standard deviation of a day's log return. */
  readonly dailyVolatility: number;
  /** Standard deviation of the logarithm of volatility over hours, and over days. */
  readonly fastVolatilityOfVolatility: number;
  readonly slowVolatilityOfVolatility: number;
  readonly jumpsPerDay: number;
  /** Mean absolute size of a jump, as a fraction of price, for BTC. */
  readonly meanJump: number;

  /** Share of opened positions in cross margin; the rest is isolated. */
  readonly crossShare: number;
  /** Cross: effective leverage is log-normal. */
  readonly crossMedianLeverage: number;
  readonly crossLeverageSigma: number;
  /** Isolated: weight of each of ISOLATED_RUNGS among opened positions. */
  readonly isolatedWeights: readonly number[];
  /** Share of opened positions that are hedged elsewhere: price alone never closes them. */
  readonly hedgedLongShare: number;
  readonly hedgedShortShare: number;
  /** Market makers' longs plus shorts, as a share of twice the open interest. */
  readonly makerShare: number;

  /** Share of opened positions that leave within hours, at 4x; grows with leverage. */
  readonly fastShare: number;
  readonly fastHoldMs: number;
  readonly slowHoldMs: number;
  readonly momentumShare: number;
  /** How strongly trend tilts the side that is opened. */
  readonly trendSensitivity: number;
  readonly longBias: number;
  readonly takeProfitShare: number;
  readonly stopLossShare: number;
  /** Share of positions without a stop that add margin when the liquidation price comes near. */
  readonly addMarginShare: number;
  /** Share of traders' orders that rest in the book. */
  readonly passiveShare: number;

  /** Share of volume in round trips that never stand. */
  readonly churnShare: number;
  /** Dollars that move price by one basis point, as a share of open interest. */
  readonly depthPerBasisPoint: number;
  /** Share of a forced order's impact that stays. */
  readonly permanentImpactShare: number;
  /** Share of forced orders that ever reach the liquidation feed, before its limit of one a second. */
  readonly feedCoverage: number;
}

/** Settings offered by trading apps. */
export const ISOLATED_RUNGS: readonly number[] = [3, 5, 10, 20, 25, 50, 75, 100, 125];
const TYPICAL_ISOLATED_WEIGHTS: readonly number[] = [0.04, 0.09, 0.24, 0.23, 0.1, 0.13, 0.06, 0.08, 0.03];
/** Where price swings more, accounts keep more collateral. */
const ORDINARY_VOLATILITY = 0.025;
/** How long hedged positions stand on average. */
export const HEDGED_HOLD_MS = 8 * DAY_MS;

/**
 * The world of a seed. The ranges are wide on purpose: what an estimator has learned about one seed must not help it with the next.
 * Ratios and times are drawn on a log scale, shares evenly.
 */
export function drawWorld(seed: string): WorldParameters {
  const random = createRandom(`${seed}/world`);
  const between = (low: number, high: number) => random.between(low, high);
  const logBetween = (low: number, high: number) => Math.exp(random.between(Math.log(low), Math.log(high)));
  const holding = { fastShare: between(0.2, 0.7), fastHoldMs: logBetween(1.5, 12) * HOUR_MS, slowHoldMs: logBetween(3, 14) * DAY_MS };
  const dailyVolatility = logBetween(0.019, 0.038);
  return {
    dailyVolatility,
    fastVolatilityOfVolatility: between(0.25, 0.5),
    slowVolatilityOfVolatility: between(0.2, 0.5),
    jumpsPerDay: logBetween(0.5, 6),
    meanJump: logBetween(0.0015, 0.0045),
    crossShare: between(0.15, 0.9),
    crossMedianLeverage: between(4, 12.5) * (ORDINARY_VOLATILITY / dailyVolatility) ** 0.75,
    crossLeverageSigma: between(0.4, 0.9),
    isolatedWeights: TYPICAL_ISOLATED_WEIGHTS.map((weight) => random.logNormal(weight, 0.9)),
    hedgedLongShare: openedShareOf(between(0.01, 0.15), holding),
    hedgedShortShare: openedShareOf(between(0.01, 0.15), holding),
    makerShare: between(0.03, 0.25),
    ...holding,
    momentumShare: between(0.1, 0.8),
    trendSensitivity: between(0, 0.8),
    longBias: between(-0.1, 0.25),
    takeProfitShare: between(0.1, 0.65),
    stopLossShare: between(0.1, 0.65),
    addMarginShare: between(0.1, 0.65),
    passiveShare: between(0.2, 0.7),
    churnShare: between(0.15, 0.7),
    depthPerBasisPoint: logBetween(5e-4, 1.5e-3),
    permanentImpactShare: between(0.2, 0.5),
    feedCoverage: between(0.3, 1),
  };
}

/** Hedged positions stay longer than others, half of whom leave early by a stop or a target: a share of those who stand is a smaller share of those who open. */
function openedShareOf(standingShare: number, { fastShare, fastHoldMs, slowHoldMs }: Pick<WorldParameters, "fastShare" | "fastHoldMs" | "slowHoldMs">): number {
  const othersHoldMs = 0.5 * (fastShare * fastHoldMs + (1 - fastShare) * slowHoldMs);
  return standingShare * Math.min(1, othersHoldMs / HEDGED_HOLD_MS);
}
