import { normalCdf } from "./normal.ts";

/**
 * What is believed about a market before its own data speak. Sources: docs/estimation.md section 3.
 * Every share is of notional.
 */
export interface LadderPrior {
  /** Name and version of a prior of its own; absent: the one of everybody else. Part of the model's name. */
  readonly name?: string;
  /** By leverage, ascending; isolated before cross. */
  readonly rungs: readonly PriorRung[];
  /** Share of each rung in newly opened notional that price alone can close; scaled to sum to 1. */
  readonly opened: readonly number[];
  /** What shorts open, where it is known apart. Default: as longs. */
  readonly shortOpened?: readonly number[];
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

/** A rung of effective leverage (notional / equity behind it). Isolated positions stand exactly on it, cross ones spread over its range. */
export interface PriorRung {
  readonly leverage: number;
  readonly margin: RungMargin;
}

export type RungMargin = "isolated" | "cross";

/** How fast and how far weights follow printed liquidations. Deviations are standard deviations of ln(weight / prior). */
export interface LearningPrior {
  readonly halfLifeDays: number;
  /** Typical printed orders that are worth as much as one independent count: liquidations come in bursts, and where they are due the model is off too. */
  readonly ordersPerCount: number;
  /** Cross rungs deviate together, and neighbours within `reach` (of log leverage) besides. */
  readonly cross: { readonly together: number; readonly nearby: number; readonly reach: number };
  /** Isolated settings deviate together, and each by itself. */
  readonly isolated: { readonly together: number; readonly each: number };
  /** Correlation of a rung's deviation with that of the other side's. */
  readonly otherSide: number;
  /** Of ln(share of forced volume that the feed shows). */
  readonly feedDeviation: number;
  /** No print counts for more than this share of open interest: few orders carry most of the dollars. */
  readonly largestPrint: number;
}

/** Leverages of the cross rungs, and the settings that isolated positions are opened at. */
const CROSS_RUNGS = [1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100] as const;
const SETTINGS = { 5: 0.12, 10: 0.25, 20: 0.27, 25: 0.07, 50: 0.11, 75: 0.03, 100: 0.05, 125: 0.02 } as const;
const GENERIC_RUNGS = rungsOf(CROSS_RUNGS, Object.keys(SETTINGS).map(Number));

export const LADDER_PRIOR: LadderPrior = {
  rungs: GENERIC_RUNGS,
  opened: openedMix(GENERIC_RUNGS, { cross: { share: 0.63, medianLeverage: 4.5, sigma: 0.75 }, settings: SETTINGS }),
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
  learning: {
    halfLifeDays: 30,
    ordersPerCount: 8,
    cross: { together: 0.2, nearby: 0.4, reach: 0.5 },
    isolated: { together: 0.3, each: 0.85 },
    otherSide: 0.9,
    feedDeviation: 0.15,
    largestPrint: 1e-3,
  },
};

/** A ladder of cross rungs and isolated settings. */
export function rungsOf(cross: readonly number[], settings: readonly number[]): readonly PriorRung[] {
  const rungs = [
    ...settings.map((leverage): PriorRung => ({ leverage, margin: "isolated" })),
    ...cross.map((leverage): PriorRung => ({ leverage, margin: "cross" })),
  ];
  return rungs.sort((a, b) => a.leverage - b.leverage);
}

/** Opened notional per rung: cross accounts log-normal in effective leverage, isolated positions on the settings that trading apps offer. */
export function openedMix(
  rungs: readonly PriorRung[],
  of: { cross: { share: number; medianLeverage: number; sigma: number }; settings: Readonly<Record<number, number>> },
): readonly number[] {
  const { share, medianLeverage, sigma } = of.cross;
  const cross = rungs.filter(({ margin }) => margin === "cross").map(({ leverage }) => leverage);
  const below = (leverage: number) => normalCdf(Math.log(leverage / medianLeverage) / sigma);
  const edgeAbove = (rung: number) => (rung < 0 ? 0 : Math.sqrt(cross[rung] * (cross[rung + 1] ?? Infinity)));
  const total = Object.values(of.settings).reduce((sum, weight) => sum + weight, 0);
  return rungs.map(({ leverage, margin }) => {
    if (margin === "isolated") return ((1 - share) * (of.settings[leverage] ?? 0)) / total;
    const rung = cross.indexOf(leverage);
    return share * (below(edgeAbove(rung)) - below(edgeAbove(rung - 1)));
  });
}
