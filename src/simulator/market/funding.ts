import { HOUR_MS } from "#core/units.ts";
import { type MarketState, liquidationPriceOf, openingSign } from "./market-state.ts";
import { CROSS, armLiquidation } from "./positions.ts";
import type { SideIndex } from "./trader.ts";

export const FUNDING_INTERVAL_MS = 8 * HOUR_MS;
const INTEREST = 0.0001;
const DAMPER = 0.0005;

export interface FundingState {
  /** Undefined: the instrument pays none. */
  readonly intervalMs: number | undefined;
  nextTime: number;
  premiumSum: number;
  premiumCount: number;
  /** Set by the tick that settled, cleared by the next. */
  settled: FundingSettlement | undefined;
}

export interface FundingSettlement {
  readonly time: number;
  readonly rate: number;
  readonly mark: number;
}

export const createFunding = (intervalMs: number | undefined, time: number): FundingState => ({
  intervalMs,
  nextTime: intervalMs === undefined ? Infinity : (Math.floor(time / intervalMs) + 1) * intervalMs,
  premiumSum: 0,
  premiumCount: 0,
  settled: undefined,
});

/**
 * Mean premium plus interest of 0.01 % per 8 h, which moves it by at most 0.05 %; a fraction per interval, shorter ones in proportion.
 * Binance's rule, and by their documentation that of the others, up to their caps.
 */
export function predictedFundingRate({ premiumSum, premiumCount, intervalMs = FUNDING_INTERVAL_MS }: FundingState): number {
  const premium = premiumCount === 0 ? 0 : premiumSum / premiumCount;
  return (premium + Math.min(DAMPER, Math.max(-DAMPER, INTEREST - premium))) * (intervalMs / FUNDING_INTERVAL_MS);
}

/** Takes one premium sample; at the end of an interval, settles. Cross positions pay from or receive into their collateral, isolated ones from a wallet that is never empty. */
export function fund(state: MarketState, premium: number): void {
  const { funding, mark, profile } = state;
  funding.settled = undefined;
  if (funding.intervalMs === undefined) return;
  funding.premiumSum += premium;
  funding.premiumCount++;
  if (state.time + state.tickMs < funding.nextTime) return;
  const rate = Math.round(predictedFundingRate(funding) * 1e8) / 1e8;
  funding.settled = { time: funding.nextTime, rate, mark };
  payCross(state, profile.contract === "linear" ? rate * mark : rate / mark);
  funding.nextTime += funding.intervalMs;
  funding.premiumSum = 0;
  funding.premiumCount = 0;
}

/** `perSize` is what a long pays for one unit of size, in the settle coin. */
function payCross(state: MarketState, perSize: number): void {
  const { positions, profile } = state;
  for (let slot = 0; slot < positions.used; slot++) {
    if (positions.open[slot] === 0 || positions.mode[slot] !== CROSS) continue;
    positions.margin[slot] -= openingSign(positions.side[slot] as SideIndex) * perSize * positions.lots[slot] * profile.lotSize;
    armLiquidation(positions, slot, liquidationPriceOf(state, slot));
  }
}
