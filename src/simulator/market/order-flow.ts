import { LONG, SHORT } from "#core/position-side.ts";
import { welcome } from "./arrivals.ts";
import { settleValueOf } from "./contract-value.ts";
import { type MarketState, liquidationPriceOf, openingSign } from "./market-state.ts";
import { ARBITRAGE, FUND, type Order, createOrder } from "./order.ts";
import { ADD_MARGIN, CLOSE, CROSS, type Positions, armLiquidation, releaseSlot, silence } from "./positions.ts";
import type { SideIndex, TraderPlan } from "./trader.ts";

/** The insurance fund trades this share of what it holds in a tick, and at least so many lots. */
const FUND_SHARE = 0.1;
const FUND_LOTS = 100;
const ADDED_MARGIN = 0.6;

/** Everybody who wants to trade in this tick: holding times that end, stops and targets reached at the last price, the fund, arbitrageurs, and newcomers. */
export function gatherOrders(state: MarketState): Order[] {
  const orders: Order[] = [];
  const { exitTimes } = state.positions;
  while (exitTimes.topKey() < state.time + state.tickMs) orders.push(closing(state, exitTimes.topSlot()));
  pullTriggers(state, orders);
  unwindFund(state, orders);
  arbitrage(state, orders);
  welcome(state, orders);
  return orders;
}

function closing(state: MarketState, slot: number): Order {
  silence(state.positions, slot);
  const { side, lots } = state.positions;
  return createOrder({ slot, side: side[slot] as SideIndex, lots: lots[slot], action: "close", opener: undefined });
}

function pullTriggers(state: MarketState, orders: Order[]): void {
  const { positions, last } = state;
  for (;;) {
    const rising = positions.riseTriggers.topKey() <= last;
    if (!rising && -positions.fallTriggers.topKey() < last) return;
    const heap = rising ? positions.riseTriggers : positions.fallTriggers;
    const slot = heap.topSlot();
    const action = (rising ? positions.riseAction : positions.fallAction)[slot];
    heap.remove(slot);
    if (action === CLOSE) orders.push(closing(state, slot));
    else addMargin(state, slot);
  }
}

function addMargin(state: MarketState, slot: number): void {
  const { positions, profile } = state;
  positions.margin[slot] *= 1 + ADDED_MARGIN;
  positions.leverage[slot] = settleValueOf(profile, positions.lots[slot], positions.entry[slot]) / positions.margin[slot];
  armLiquidation(positions, slot, liquidationPriceOf(state, slot));
}

function unwindFund({ makers }: MarketState, orders: Order[]): void {
  for (const side of [LONG, SHORT] as const) {
    const held = side === LONG ? makers.fundLong : makers.fundShort;
    if (held === 0) continue;
    const lots = Math.min(held, Math.max(FUND_LOTS, Math.ceil(FUND_SHARE * held)));
    orders.push(createOrder({ slot: FUND, side, lots, action: "close", opener: undefined }));
  }
}

/** What arbitrageurs buy or sell here first closes what they hold on the other side. */
function arbitrage(state: MarketState, orders: Order[]): void {
  const { makers, arbitrageLots } = state;
  if (arbitrageLots === 0) return;
  state.arbitrageLots = 0;
  const [opens, closes] = arbitrageLots > 0 ? ([LONG, SHORT] as const) : ([SHORT, LONG] as const);
  const wanted = Math.abs(arbitrageLots);
  const closed = Math.min(wanted, closes === LONG ? makers.arbitrageLong : makers.arbitrageShort);
  if (closed > 0) orders.push(createOrder({ slot: ARBITRAGE, side: closes, lots: closed, action: "close", opener: undefined }));
  if (wanted > closed) orders.push(createOrder({ slot: ARBITRAGE, side: opens, lots: wanted - closed, action: "open", opener: undefined }));
}

/** Ends an order that has been filled: a closed position leaves, a new one stands from its average price on. */
export function settleOrder(state: MarketState, order: Order): void {
  if (order.slot < 0) return;
  if (order.opener === undefined) releaseSlot(state.positions, order.slot);
  else standUp(state, order, { plan: order.opener.plan, entry: averagePrice(state, order) });
}

const averagePrice = ({ profile }: MarketState, { cost, filledLots }: Order): number => (profile.contract === "linear" ? cost / filledLots : filledLots / cost);

/** Makes a position of a plan that was filled at `entry`, and arms everything that can end it. */
export function standUp(state: MarketState, { slot, lots }: Pick<Order, "slot" | "lots">, { plan, entry }: { plan: TraderPlan; entry: number }): void {
  const { positions, profile, random, time, tickMs } = state;
  const { side, mode, leverage, takeProfit, stop } = plan;
  positions.side[slot] = side;
  positions.mode[slot] = mode;
  positions.lots[slot] = lots;
  positions.entry[slot] = entry;
  positions.leverage[slot] = leverage;
  positions.setting[slot] = mode === CROSS ? crossSetting(state, slot, leverage) : Math.max(1, leverage);
  positions.margin[slot] = settleValueOf(profile, lots, entry) / leverage;
  positions.open[slot] = 1;
  armLiquidation(positions, slot, liquidationPriceOf(state, slot));
  positions.exitTimes.put(slot, time + tickMs + random.exponential(plan.meanHoldMs));
  const sign = openingSign(side);
  if (takeProfit !== undefined) armTrigger(positions, slot, { away: sign, price: entry * (1 + sign * takeProfit), action: CLOSE });
  if (stop !== undefined)
    armTrigger(positions, slot, { away: -sign, price: entry * (1 - sign * stop.distance), action: stop.action === "close" ? CLOSE : ADD_MARGIN });
}

/** Cross traders leave the setting at what the app proposes, and keep more collateral than it asks for. */
function crossSetting({ brackets }: MarketState, slot: number, leverage: number): number {
  const proposed = [brackets[0].maxLeverage, 20, 10][slot % 3];
  return Math.max(Math.ceil(leverage), Math.min(brackets[0].maxLeverage, proposed));
}

/** `away` is the direction from entry to the trigger: a long's profit is above, its stop below. */
function armTrigger(
  positions: Positions,
  slot: number,
  { away, price, action }: { away: number; price: number; action: typeof CLOSE | typeof ADD_MARGIN },
): void {
  if (away > 0) {
    positions.riseAction[slot] = action;
    positions.riseTriggers.put(slot, price);
  } else {
    positions.fallAction[slot] = action;
    positions.fallTriggers.put(slot, -price);
  }
}
