import { LONG, SHORT } from "#core/position-side.ts";
import { MINUTE_MS } from "#core/units.ts";
import { fund } from "./funding.ts";
import { runLiquidations } from "./liquidation-engine.ts";
import { type MarketState, takeLiquidity, termBasis } from "./market-state.ts";
import type { Order } from "./order.ts";
import { gatherOrders } from "./order-flow.ts";
import { type Match, matchOrders, trade } from "./trading.ts";

/** Length of a tick, in history as in live running. A multiple of it is a minute. */
export const TICK_MS = 2_500;
/** What orders have moved the last price by fades to 1/e in this time; and what is left of it after a tick. */
const IMPACT_FADES_MS = 90_000;
export const IMPACT_KEPT = Math.exp(-TICK_MS / IMPACT_FADES_MS);
const PREMIUM_FADES_MS = 30 * MINUTE_MS;
const MARK_AVERAGE_MS = MINUTE_MS;
const MARK_FOLLOWS = 1 - Math.exp(-TICK_MS / MARK_AVERAGE_MS);
/** Premium of the last price when the crowd is long by the whole open interest. */
const PREMIUM_OF_IMBALANCE = 0.012;
/** Noise of a tick in the premium; less where there is somewhere to trade against it. */
const PREMIUM_NOISE = 1.5e-5;
const PREMIUM_NOISE_AMONG_OTHERS = 1e-5;

export interface Meeting {
  readonly orders: readonly Order[];
  readonly matches: readonly Match[];
}

/** First half of a tick, before its news: positions due at the mark are forced, orders gather and meet, and what makers take moves price. */
export function meet(state: MarketState): Meeting {
  state.tape.count = 0;
  state.tape.forced = [];
  runLiquidations(state);
  const orders = gatherOrders(state);
  const { matches, netLots } = matchOrders(orders);
  takeLiquidity(state, netLots);
  return { orders, matches };
}

/** Second half: prints follow the price path, then mark and funding. `state.index` and `state.impact` are those after the news. */
export function deal(state: MarketState, { orders, matches }: Meeting): void {
  const { random, tickMs, coin } = state;
  const noise = coin.markets.length === 1 ? PREMIUM_NOISE : PREMIUM_NOISE_AMONG_OTHERS;
  const wantedPremium = (PREMIUM_OF_IMBALANCE * (state.crowdLots[LONG] - state.crowdLots[SHORT])) / state.targetLots;
  state.premium += (wantedPremium - state.premium) * (tickMs / PREMIUM_FADES_MS) + noise * random.normal();
  trade(state, orders, { matches, target: coin.fair * Math.exp(state.premium + state.impact + termBasis(state)) });
  const premiumNow = Math.log(state.last / state.index);
  state.averagePremium += (premiumNow - state.averagePremium) * MARK_FOLLOWS;
  state.mark = state.index * Math.exp(state.averagePremium);
  fund(state, premiumNow);
  state.time += tickMs;
}
