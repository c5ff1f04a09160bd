import { normalCdf } from "#engine/normal.ts";

/** What a stretch of the map may be wrong by. */
export interface Spread {
  /** Variance of ln(true / estimated), lumpiness apart. */
  readonly variance: number;
  /** Median of ln(true / estimated). */
  readonly lean: number;
  /** USD of the position behind a typical dollar: what stands there are few positions of about this size. */
  readonly positionUsd: number;
}

/** 80 % of the truth should lie between its quantiles. */
export interface Band {
  readonly p10: number;
  readonly p90: number;
  /** 1: nothing is uncertain; 0.5: p90 is three times p10; 0: there may be nothing at all. See {@link confidenceOf}. */
  readonly confidence: number;
}

/** Standard normal deviate of 90 %. */
export const Z90 = 1.2815515655446004;

/** The p10-p90 band around an estimate of `usd`; empty where nothing is estimated. */
export function bandOf(usd: number, spread: Spread): Band {
  const p10 = spreadQuantile(usd, spread, -Z90);
  const p90 = spreadQuantile(usd, spread, Z90);
  return { p10, p90, confidence: confidenceOf(p10, p90) };
}

/** 1 - (p90 - p10) / (p90 + p10): how little the band's ends differ. 0 without a band. */
export const confidenceOf = (p10: number, p90: number): number => (p90 > 0 ? (2 * p10) / (p10 + p90) : 0);

/**
 * USD below which the truth lies with the probability of the standard normal deviate `z`. The model's error is log-normal around the estimate;
 * lumpiness is compound Poisson with exponential sizes: nothing at all with probability exp(-2 usd / positionUsd), else near a Gamma of mean `usd`
 * (Wilson and Hilferty 1931). Deviations of both are added as independent ones are.
 */
export function spreadQuantile(usd: number, { variance, lean, positionUsd }: Spread, z: number): number {
  if (!(usd > 0)) return 0;
  const shape = usd / positionUsd;
  const root = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
  if (root <= 0 || (shape < NEVER_EMPTY && Math.exp(-2 * shape) >= normalCdf(z))) return 0;
  return usd * Math.exp(lean + combined(z * Math.sqrt(variance), 3 * Math.log(root)));
}

/** So many typical positions are never all absent. */
const NEVER_EMPTY = 10;

/** Deviations of one sign add as independent ones do; of two signs, they offset each other. */
const combined = (one: number, other: number): number => (one * other >= 0 ? Math.sign(one + other) * Math.hypot(one, other) : one + other);
