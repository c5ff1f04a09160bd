import { LONG } from "#core/position-side.ts";
import { makersBuy, makersSell } from "./ledger.ts";
import { type MarketState, impactPerLot, positionOf, roundToTick, takeLiquidity } from "./market-state.ts";
import { nextLiquidation, releaseSlot } from "./positions.ts";
import { type Parties, TAKER_BUY, TAKER_SELL, addPrint } from "./tape.ts";
import type { SideIndex } from "./trader.ts";

const FIRST_ORDER_MS = 10;
const BETWEEN_ORDERS_MS = 20;
/** Forced orders have the beginning of a tick to themselves; further ones wait for the next tick. */
export const FORCED_WINDOW_MS = 1_200;
const MOST_ORDERS = 1_500;

/**
 * Closes every position whose liquidation price the mark has reached: an immediate-or-cancel order at the bankruptcy price, which the
 * book fills better while it can; the insurance fund takes over what is left.
 * Source: Binance FAQ "Liquidation Protocols"; the fund's orders are not marked as forced in any public feed.
 */
export function runLiquidations(state: MarketState): void {
  let time = state.time + FIRST_ORDER_MS;
  for (let orders = 0; orders < MOST_ORDERS; orders++) {
    const due = nextLiquidation(state.positions, state.mark);
    if (due === undefined) return;
    force(state, due, time);
    time = Math.min(time + BETWEEN_ORDERS_MS, state.time + FORCED_WINDOW_MS);
  }
}

function force(state: MarketState, { slot, side }: { slot: number; side: SideIndex }, time: number): void {
  const { positions, profile, tape, ledger, makers, mark } = state;
  const lots = positions.lots[slot];
  const bankruptcyPrice = bankruptcyPriceOf(state, slot);
  const { filledLots, averagePrice } = fill(state, { side, lots, bankruptcyPrice });
  tape.forced.push({
    time,
    side,
    lots,
    filledLots,
    bankruptcyPrice,
    averagePrice,
    mark,
    liquidationPrice: positions.liquidation[slot],
    entry: positions.entry[slot],
    margin: positions.margin[slot],
    leverage: positions.leverage[slot],
    account: positions.accounts === undefined ? undefined : positions.account[slot],
    published: filledLots > 0 && state.random.chance(state.world.feedCoverage),
  });
  const account = positions.account[slot];
  releaseSlot(positions, slot);
  state.crowdLots[side] -= lots;
  if (side === LONG) makers.fundLong += lots - filledLots;
  else makers.fundShort += lots - filledLots;
  ledger.takenOver += lots - filledLots;
  if (filledLots === 0) return;
  const price = roundToTick(averagePrice, profile.tickSize);
  addPrint(tape, {
    time,
    price,
    lots: filledLots,
    taker: side === LONG ? TAKER_SELL : TAKER_BUY,
    parties: meetMakers(state, { side, filledLots, price, account }),
  });
}

/** Books the filled part of a forced order. Returns who traded, where that is public. */
function meetMakers(state: MarketState, forced: { side: SideIndex; filledLots: number; price: number; account: number }): Parties | undefined {
  const { ledger, makers } = state;
  const { side, filledLots, price, account } = forced;
  const order = { lots: filledLots, targetLots: makersTarget(state), price };
  ledger.volume += filledLots;
  if (side === LONG) {
    ledger.closedLong += filledLots;
    const buyer = makersBuy(makers, ledger, order);
    return makers.desks === undefined ? undefined : { buyer, seller: account };
  }
  ledger.closedShort += filledLots;
  ledger.takerBuyVolume += filledLots;
  const seller = makersSell(makers, ledger, order);
  return makers.desks === undefined ? undefined : { buyer: account, seller };
}

/** In whole ticks. A long that cannot go bankrupt still sells at some price, a short still buys at one. */
function bankruptcyPriceOf(state: MarketState, slot: number): number {
  const { profile, positions, mark } = state;
  const { tickSize, marginModel } = profile;
  const price = marginModel.bankruptcyPrice(positionOf(state, slot)) ?? (positions.side[slot] === LONG ? tickSize : 2 * mark);
  return roundToTick(price, tickSize);
}

/** Walks the book from the last price towards the bankruptcy price. */
function fill(
  state: MarketState,
  { side, lots, bankruptcyPrice }: { side: SideIndex; lots: number; bankruptcyPrice: number },
): { filledLots: number; averagePrice: number } {
  const sign = side === LONG ? -1 : 1;
  const perLot = impactPerLot(state);
  const room = Math.max(0, (sign * (bankruptcyPrice - state.last)) / (state.last * perLot));
  const filledLots = Math.min(lots, Math.floor(room));
  if (filledLots === 0) return { filledLots, averagePrice: Number.NaN };
  const averagePrice = state.last * (1 + (sign * perLot * filledLots) / 2);
  takeLiquidity(state, sign * filledLots);
  state.last = roundToTick(state.last * (1 + sign * perLot * filledLots), state.profile.tickSize);
  return { filledLots, averagePrice };
}

/** Lots that makers like to hold, longs and shorts together. */
export function makersTarget({ world, targetLots }: MarketState): number {
  return 2 * world.makerShare * targetLots;
}
