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
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The world of a seed. */
export function drawWorld(seed: string): WorldParameters {
  const random = createRandom(`${seed}/world`);
  const between = (low: number, high: number) => random.between(low, high);
  return {
    dailyVolatility: between(0.02, 0.029),
    fastVolatilityOfVolatility: between(0.3, 0.45),
    slowVolatilityOfVolatility: between(0.25, 0.4),
    jumpsPerDay: between(1.5, 5),
    meanJump: between(0.002, 0.0035),
    crossShare: between(0.45, 0.7),
    crossMedianLeverage: between(5, 6.2),
    crossLeverageSigma: between(0.4, 0.55),
    isolatedWeights: TYPICAL_ISOLATED_WEIGHTS.map((weight) => random.logNormal(weight, 0.35)),
    hedgedLongShare: between(0.02, 0.05),
    hedgedShortShare: between(0.03, 0.07),
    makerShare: between(0.04, 0.1),
    fastShare: between(0.3, 0.5),
    fastHoldMs: between(3 * HOUR_MS, 8 * HOUR_MS),
    slowHoldMs: between(6 * DAY_MS, 11 * DAY_MS),
    momentumShare: between(0.4, 0.7),
    trendSensitivity: between(0.1, 0.6),
    longBias: between(0, 0.15),
    takeProfitShare: between(0.3, 0.6),
    stopLossShare: between(0.3, 0.55),
    addMarginShare: between(0.3, 0.6),
    passiveShare: between(0.3, 0.6),
    churnShare: between(0.2, 0.4),
    depthPerBasisPoint: between(5e-4, 1e-3),
    permanentImpactShare: between(0.25, 0.5),
    feedCoverage: between(0.6, 1),
  };
}
