import { LONG } from "#core/position-side.ts";
import type { Bracket, Position } from "#engine/margin/margin-model.ts";
import type { CoinProfile } from "./coin-profile.ts";
import type { Ledger, Makers } from "./ledger.ts";
import { HEDGED, type Positions } from "./positions.ts";
import type { PriceProcess } from "./price-process.ts";
import type { Random } from "./random.ts";
import type { Tape } from "./tape.ts";
import type { SideIndex } from "./trader.ts";
import type { WorldParameters } from "./world-parameters.ts";

/** One simulated instrument. Holdings are in lots, prices in USD, times in epoch ms. */
export interface MarketState {
  readonly profile: CoinProfile;
  readonly world: WorldParameters;
  readonly brackets: readonly Bracket[];
  readonly tickMs: number;
  readonly random: Random;
  readonly process: PriceProcess;
  readonly positions: Positions;
  readonly makers: Makers;
  readonly ledger: Ledger;
  readonly tape: Tape;
  /** Open interest that the market returns to. */
  readonly targetLots: number;
  /** New traders per ms of both sides together, and lots of round trips per ms, at ordinary activity. */
  readonly arrivalsPerMs: number;
  readonly churnLotsPerMs: number;

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
  /** Standardised return of the last half hour. */
  trend: number;
  readonly crowdLots: [long: number, short: number];
  readonly funding: FundingState;
}

export interface FundingState {
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

export function openInterestLots({ crowdLots, makers }: MarketState): number {
  return crowdLots[LONG] + makers.long + makers.fundLong;
}

/** Fraction of price that one lot of taking moves it. */
export function impactPerLot({ last, profile, world }: MarketState): number {
  return (1e-4 * last * profile.lotSize) / (world.depthPerBasisPoint * profile.openInterestUsd);
}

/** Moves fair price and the fading part of the last price by a taker's order of `signedLots` (buys positive). */
export function takeLiquidity(state: MarketState, signedLots: number): void {
  const move = impactPerLot(state) * signedLots;
  state.index *= Math.exp(move * state.world.permanentImpactShare);
  state.impact += move * (1 - state.world.permanentImpactShare);
}

export function positionOf({ positions, profile }: MarketState, slot: number): Position {
  return {
    contract: "linear",
    side: positions.side[slot] === LONG ? "long" : "short",
    entry: positions.entry[slot],
    size: positions.lots[slot] * profile.lotSize,
    margin: positions.margin[slot],
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
