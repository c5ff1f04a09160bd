import { HOUR_MS } from "#core/units.ts";
import { type FundingState, type MarketState, liquidationPriceOf, openingSign } from "./market-state.ts";
import { CROSS, armLiquidation } from "./positions.ts";
import type { SideIndex } from "./trader.ts";

export const FUNDING_INTERVAL_MS = 8 * HOUR_MS;
const INTEREST = 0.0001;
const DAMPER = 0.0005;

/** Binance's rule: mean premium plus interest of 0.01 %, which moves it by at most 0.05 %. A fraction per interval. */
export function predictedFundingRate({ premiumSum, premiumCount }: FundingState): number {
  const premium = premiumCount === 0 ? 0 : premiumSum / premiumCount;
  return premium + Math.min(DAMPER, Math.max(-DAMPER, INTEREST - premium));
}

/** Takes one premium sample; at the end of an interval, settles. Cross positions pay from or receive into their collateral, isolated ones from a wallet that is never empty. */
export function fund(state: MarketState, premium: number): void {
  const { funding, mark } = state;
  funding.settled = undefined;
  funding.premiumSum += premium;
  funding.premiumCount++;
  if (state.time + state.tickMs < funding.nextTime) return;
  const rate = Math.round(predictedFundingRate(funding) * 1e8) / 1e8;
  funding.settled = { time: funding.nextTime, rate, mark };
  payCross(state, rate * mark);
  funding.nextTime += FUNDING_INTERVAL_MS;
  funding.premiumSum = 0;
  funding.premiumCount = 0;
}

/** `usdPerCoin` is what a long pays for one coin. */
function payCross(state: MarketState, usdPerCoin: number): void {
  const { positions, profile } = state;
  for (let slot = 0; slot < positions.used; slot++) {
    if (positions.open[slot] === 0 || positions.mode[slot] !== CROSS) continue;
    positions.margin[slot] -= openingSign(positions.side[slot] as SideIndex) * usdPerCoin * positions.lots[slot] * profile.lotSize;
    armLiquidation(positions, slot, liquidationPriceOf(state, slot));
  }
}
