import { LONG, type SHORT } from "#core/position-side.ts";
import type { Bracket } from "#engine/margin/margin-model.ts";
import type { CoinProfile } from "./coin-profile.ts";
import { CROSS, HEDGED, ISOLATED, type MarginMode } from "./positions.ts";
import type { Random } from "./random.ts";
import { HEDGED_HOLD_MS, ISOLATED_RUNGS, type WorldParameters } from "./world-parameters.ts";

export type SideIndex = typeof LONG | typeof SHORT;

/** What a trader intends before the order is filled. */
export interface TraderPlan {
  readonly side: SideIndex;
  readonly mode: MarginMode;
  /** Notional over collateral at entry. */
  readonly leverage: number;
  readonly notionalUsd: number;
  /** Mean of the exponential time after which the trader closes anyway. */
  readonly meanHoldMs: number;
  /** Prices of a take-profit and of a stop, as fractions of entry away from it; undefined: none. */
  readonly takeProfit: number | undefined;
  readonly stop: { readonly distance: number; readonly action: "close" | "add-margin" } | undefined;
}

/** A trader who wants to open, and which one of the coin's. */
export interface Invitation {
  readonly trader: number;
  readonly plan: TraderPlan;
}

export interface TraderMarket {
  readonly world: WorldParameters;
  /** With caps in USD. */
  readonly brackets: readonly Bracket[];
  readonly profile: CoinProfile;
}

const LOWEST_LEVERAGE = 0.6;
/** Log-normal sizes: the mean is exp(sigma^2 / 2) = 2.7 medians. */
const SIZE_SIGMA = 1.4;
/** Nobody holds more than this share of the coin's open interest, nor than that one of an instrument's. */
const LARGEST_SHARE = 0.004;
const LARGEST_SHARE_HERE = 0.02;
const MEDIAN_SHARE = 1.6e-5;

/** Draws one trader who opens a position on `side`. */
export function planTrader(random: Random, side: SideIndex, market: TraderMarket): TraderPlan {
  const { world, brackets, profile } = market;
  const { openInterestUsd, crowdUsd } = profile;
  const hedgedShare = side === LONG ? world.hedgedLongShare : world.hedgedShortShare;
  const mode: MarginMode = random.chance(hedgedShare) ? HEDGED : random.chance(world.crossShare) ? CROSS : ISOLATED;
  const wanted = drawLeverage(random, mode, market);
  const medianUsd = MEDIAN_SHARE * crowdUsd * Math.min(1.5, (5 / wanted) ** 0.65);
  const notionalUsd = Math.min(random.logNormal(medianUsd, SIZE_SIGMA), LARGEST_SHARE * crowdUsd, LARGEST_SHARE_HERE * openInterestUsd);
  const leverage = Math.min(wanted, leverageCap(brackets, notionalUsd));
  const meanHoldMs = drawHold(random, { mode, leverage, world });
  const { takeProfit, stop } = mode === HEDGED ? NO_EXITS : drawExits(random, leverage, world);
  return { side, mode, leverage, notionalUsd, meanHoldMs, takeProfit, stop };
}

const NO_EXITS = { takeProfit: undefined, stop: undefined };

/** Divides a plan between two instruments; the other one may grant less leverage. */
export function splitPlan(plan: TraderPlan, there: TraderMarket): { here: TraderPlan; there: TraderPlan } {
  const notionalUsd = Math.min(plan.notionalUsd / 2, LARGEST_SHARE_HERE * there.profile.openInterestUsd);
  return {
    here: { ...plan, notionalUsd: plan.notionalUsd - notionalUsd },
    there: { ...plan, notionalUsd, leverage: Math.min(plan.leverage, leverageCap(there.brackets, notionalUsd)) },
  };
}

/** Where price swings more, cross accounts keep more collateral. */
function drawLeverage(random: Random, mode: MarginMode, { world, profile }: TraderMarket): number {
  if (mode === HEDGED) return 1;
  if (mode === ISOLATED) return ISOLATED_RUNGS[random.pick(world.isolatedWeights)];
  return Math.max(LOWEST_LEVERAGE, random.logNormal(world.crossMedianLeverage * profile.volatilityRatio ** -0.5, world.crossLeverageSigma));
}

/** Highest leverage that the exchange grants for a notional, less a hair so that rounding to lots keeps within it. */
function leverageCap(brackets: readonly Bracket[], notionalUsd: number): number {
  for (const { cap, maxLeverage } of brackets) if (notionalUsd < 0.98 * cap) return maxLeverage;
  return 1;
}

function drawHold(random: Random, { mode, leverage, world }: { mode: MarginMode; leverage: number; world: WorldParameters }): number {
  if (mode === HEDGED) return HEDGED_HOLD_MS;
  const fastShare = Math.min(0.95, Math.max(0.15, world.fastShare + 0.1 * Math.log(leverage / 4)));
  return random.chance(fastShare) ? world.fastHoldMs : world.slowHoldMs * Math.min(1.5, (4 / leverage) ** 0.2);
}

function drawExits(random: Random, leverage: number, world: WorldParameters): Pick<TraderPlan, "takeProfit" | "stop"> {
  const reach = 1 / leverage;
  const takeProfit = random.chance(world.takeProfitShare) ? Math.min(0.25, reach * random.between(0.3, 1.6)) : undefined;
  if (random.chance(world.stopLossShare)) return { takeProfit, stop: { distance: Math.min(0.15, reach * random.between(0.25, 0.7)), action: "close" } };
  if (random.chance(world.addMarginShare)) return { takeProfit, stop: { distance: reach * 0.55, action: "add-margin" } };
  return { takeProfit, stop: undefined };
}
