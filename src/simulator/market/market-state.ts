import { LONG } from "#core/position-side.ts";
import { DAY_MS } from "#core/units.ts";
import type { Bracket, Position } from "#engine/margin/margin-model.ts";
import type { CoinProfile } from "./coin-profile.ts";
import type { CoinState } from "./coin-state.ts";
import { notionalOf } from "./contract-value.ts";
import type { FundingState } from "./funding.ts";
import type { Ledger, Makers } from "./ledger.ts";
import { CROSS, HEDGED, type Positions } from "./positions.ts";
import type { Random } from "./random.ts";
import type { Tape } from "./tape.ts";
import type { Invitation, SideIndex, TraderMarket } from "./trader.ts";
import type { WorldParameters } from "./world-parameters.ts";

/** One simulated instrument. Holdings are in lots, prices in USD, times in epoch ms. */
export interface MarketState {
  readonly profile: CoinProfile;
  readonly world: WorldParameters;
  readonly brackets: readonly Bracket[];
  /** What those who plan a position here look at. */
  readonly offer: TraderMarket;
  readonly tickMs: number;
  readonly random: Random;
  readonly coin: CoinState;
  readonly positions: Positions;
  readonly makers: Makers;
  readonly ledger: Ledger;
  readonly tape: Tape;
  /** Open interest that the market returns to. */
  readonly targetLots: number;
  /** New traders per ms of both sides together, and lots of round trips per ms, at ordinary activity. */
  readonly arrivalsPerMs: number;
  readonly churnLotsPerMs: number;
  /** Halves of positions whose owners came to another instrument of the coin; they open here in the next tick. */
  readonly invited: Invitation[];
  readonly crowdLots: [long: number, short: number];
  readonly funding: FundingState;

  /** Round trips are printed in so many times more trades while `time` is before `until`. */
  readonly burst: { factor: number; until: number };
  /** Only while it trades do positions stand. */
  listing: "trading" | "delivered" | "delisted";
  /** Start of the next tick. */
  time: number;
  last: number;
  /** Fair price: what other markets pay. */
  index: number;
  /** Logarithm of last over index: the crowd's premium, and the part of order impact that fades. */
  premium: number;
  impact: number;
  averagePremium: number;
  mark: number;
  /** Lots that arbitrageurs buy in the next tick, negative: sell. */
  arbitrageLots: number;
}

export function openInterestLots({ crowdLots, makers }: MarketState): number {
  return crowdLots[LONG] + makers.long + makers.fundLong + makers.arbitrageLong;
}

/** For `durationMs` from the next tick on the same round trips are printed in `factor` times as many trades. */
export function burstTrades({ burst, time }: MarketState, { factor, durationMs }: { factor: number; durationMs: number }): void {
  burst.factor = factor;
  burst.until = time + durationMs;
}

/** Fraction of price that one lot of taking moves it. */
export function impactPerLot({ last, profile, world }: MarketState): number {
  return notionalOf(profile, 1e-4, last) / (world.depthPerBasisPoint * profile.openInterestUsd);
}

/** Moves fair price and the fading part of the last price by a taker's order of `signedLots` (buys positive). Fair price heeds a small market little. */
export function takeLiquidity(state: MarketState, signedLots: number): void {
  const move = impactPerLot(state) * signedLots;
  const permanentShare = state.world.permanentImpactShare * state.profile.share;
  state.coin.fair *= Math.exp(move * permanentShare);
  state.impact += move * (1 - permanentShare);
}

const YEAR_MS = 365 * DAY_MS;
/** What a year's carry is worth in the price of a dated future. */
const CARRY = 0.06;

/** Logarithm of a dated future's price over fair price at the start of the next tick: falls to nothing at delivery. */
export function termBasis({ profile, time }: Pick<MarketState, "profile" | "time">): number {
  return profile.expiry === undefined ? 0 : (CARRY * Math.max(0, profile.expiry - time)) / YEAR_MS;
}

export function positionOf({ positions, profile }: MarketState, slot: number): Position {
  return {
    contract: profile.contract,
    side: positions.side[slot] === LONG ? "long" : "short",
    entry: positions.entry[slot],
    size: positions.lots[slot] * profile.lotSize,
    margin: positions.margin[slot],
    marginMode: positions.mode[slot] === CROSS ? "cross" : "isolated",
    contractSize: profile.contractSize,
  };
}

/** The exchange's liquidation price of a position; undefined when price alone cannot reach it. */
export function liquidationPriceOf(state: MarketState, slot: number): number | undefined {
  if (state.positions.mode[slot] === HEDGED) return undefined;
  return state.profile.marginModel.liquidationPrice(positionOf(state, slot), state.brackets);
}

export const roundToTick = (price: number, tickSize: number): number => Math.round(price / tickSize) * tickSize;

/** +1 where the position's owner buys to open, -1 where he sells. */
export const openingSign = (side: SideIndex): 1 | -1 => (side === LONG ? 1 : -1);
