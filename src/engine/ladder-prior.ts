import { normalCdf } from "./normal.ts";

/**
 * What is believed about a market before its own data speak. Sources: docs/estimation.md section 3.
 * Every share is of notional.
 */
export interface LadderPrior {
  /** Name and version of a prior of its own; absent: the one of everybody else. Part of the model's name. */
  readonly name?: string;
  /** Effective leverage (notional / equity behind it) of each rung, ascending. */
  readonly rungs: readonly number[];
  readonly opened: OpenedShares;
  /** What shorts open, where it is known apart. Default: as longs. */
  readonly shortOpened?: OpenedShares;
  /** Share of newly opened longs and shorts that price alone can never close: 1x, hedged, market making. */
  readonly neverShare: readonly [long: number, short: number];
  /** Share of opens that belongs to the fast holding cohort, at the lowest and at the highest rung; linear in log leverage between. */
  readonly fastShare: readonly [atLowest: number, atHighest: number];
  readonly neverFastShare: number;
  /** How long owners hold. Above `statedAtLeverage` hazards grow as a power of leverage. */
  readonly holding: {
    readonly fastHalfLifeHours: number;
    readonly slowHalfLifeHours: number;
    readonly statedAtLeverage: number;
    readonly leverageExponent: number;
  };
  /** Position sizes (USD) that isolated positions of a rung are spread over, so that bracket steps are honoured, and their shares. */
  readonly positionUsd: readonly number[];
  readonly positionShares: readonly number[];
  /** The first time that price comes within this fraction of the original distance to liquidation, `closes` of what stands there is closed by its owner. */
  readonly approach: { readonly distanceLeft: number; readonly closes: number };
  /** Daily traded volume over open interest, where volume is not known. */
  readonly dailyTurnover: number;
  /** Standard deviation of log price over a day, for the first book. */
  readonly dailyVolatility: number;
  /** Share of forced volume that a liquidation feed prints, before it has been compared with any print. */
  readonly coverage: Readonly<Record<"complete" | "one-per-second" | "unknown", number>>;
  /** Undefined: weights stay at the prior. */
  readonly learning: LearningPrior | undefined;
}

/** Newly opened notional of each rung, in cross margin (spread over the rung's leverage range) and isolated (exactly on the rung); scaled to sum to 1. */
export interface OpenedShares {
  readonly cross: readonly number[];
  readonly isolated: readonly number[];
}

/** How fast and how far weights follow printed liquidations. Strengths count in typical prints. */
export interface LearningPrior {
  readonly halfLifeDays: number;
  /** Evidence that a rung needs to move half of the way from its neighbours' trend to its own prints. */
  readonly strength: number;
  /** Evidence that the trend needs to move half of the way from the prior. */
  readonly trendStrength: number;
  /** Standard deviation, in log leverage, of the neighbourhood that makes the trend. */
  readonly bandwidth: number;
  /** How much the other side's evidence counts in the trend. */
  readonly otherSide: number;
  /** No print counts for more than this share of open interest: few orders carry most of the dollars. */
  readonly largestPrint: number;
}

const RUNGS = [1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 30, 40, 50, 75, 100, 125, 150] as const;

export const LADDER_PRIOR: LadderPrior = {
  rungs: RUNGS,
  opened: openedMix(RUNGS, {
    cross: { share: 0.6, medianLeverage: 4.5, sigma: 0.75 },
    settings: { 2: 0.03, 3: 0.05, 5: 0.12, 10: 0.25, 20: 0.27, 25: 0.07, 50: 0.11, 75: 0.03, 100: 0.05, 125: 0.02 },
  }),
  neverShare: [0.07, 0.12],
  fastShare: [0.45, 0.9],
  neverFastShare: 0.25,
  holding: { fastHalfLifeHours: 4, slowHalfLifeHours: 120, statedAtLeverage: 5, leverageExponent: 0.6 },
  positionUsd: [10_000, 200_000, 3_000_000],
  positionShares: [0.4, 0.35, 0.25],
  approach: { distanceLeft: 0.33, closes: 0.55 },
  dailyTurnover: 1,
  dailyVolatility: 0.025,
  coverage: { complete: 0.9, "one-per-second": 0.3, unknown: 0.4 },
  learning: { halfLifeDays: 30, strength: 50, trendStrength: 30, bandwidth: 0.35, otherSide: 0.5, largestPrint: 1e-3 },
};

/** Opened notional per rung: cross accounts log-normal in effective leverage, isolated positions on the settings that trading apps offer. */
export function openedMix(
  rungs: readonly number[],
  of: { cross: { share: number; medianLeverage: number; sigma: number }; settings: Readonly<Record<number, number>> },
): OpenedShares {
  const { share, medianLeverage, sigma } = of.cross;
  const edges = rungs.map((leverage, rung) => (rung === 0 ? 0 : Math.sqrt(leverage * rungs[rung - 1])));
  const below = (leverage: number) => normalCdf(Math.log(leverage / medianLeverage) / sigma);
  return {
    cross: rungs.map((_, rung) => share * (below(edges[rung + 1] ?? Infinity) - below(edges[rung]))),
    isolated: rungs.map((leverage) => (1 - share) * (of.settings[leverage] ?? 0)),
  };
}
