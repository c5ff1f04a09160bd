import { LONG, SHORT } from "#core/position-side.ts";
import { type MarketState, liquidationPriceOf, openInterestLots, openingSign } from "./market-state.ts";
import { ADD_MARGIN, CLOSE, type Positions, armLiquidation, releaseSlot, silence, takeSlot } from "./positions.ts";
import { type SideIndex, type TraderPlan, planTrader } from "./trader.ts";

/** A trader's order in this tick. It fills as a whole, within the tick. */
export interface Order {
  /** Slot of the position; FUND: the insurance fund closes what it took over. */
  readonly slot: number;
  readonly side: SideIndex;
  readonly lots: number;
  /** Of the trader who opens; undefined closes. */
  readonly plan: TraderPlan | undefined;
  filledLots: number;
  costUsd: number;
}

export const FUND = -1;
/** The insurance fund trades this share of what it holds in a tick, and at least so many lots. */
const FUND_SHARE = 0.1;
const FUND_LOTS = 100;
const ADDED_MARGIN = 0.6;

/** +1 buys, -1 sells. */
export const signOf = ({ side, plan }: Order): 1 | -1 => (plan === undefined ? (-openingSign(side) as 1 | -1) : openingSign(side));

/** Everybody who wants to trade in this tick: holding times that end, stops and targets reached at the last price, the fund, and newcomers. */
export function gatherOrders(state: MarketState): Order[] {
  const orders: Order[] = [];
  const { exitTimes } = state.positions;
  while (exitTimes.topKey() < state.time + state.tickMs) orders.push(closing(state, exitTimes.topSlot()));
  pullTriggers(state, orders);
  unwindFund(state, orders);
  welcome(state, orders);
  return orders;
}

function closing(state: MarketState, slot: number): Order {
  silence(state.positions, slot);
  return { slot, side: state.positions.side[slot] as SideIndex, lots: state.positions.lots[slot], plan: undefined, filledLots: 0, costUsd: 0 };
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
  positions.leverage[slot] = (positions.entry[slot] * positions.lots[slot] * profile.lotSize) / positions.margin[slot];
  armLiquidation(positions, slot, liquidationPriceOf(state, slot));
}

function unwindFund({ makers }: MarketState, orders: Order[]): void {
  for (const side of [LONG, SHORT] as const) {
    const held = side === LONG ? makers.fundLong : makers.fundShort;
    if (held === 0) continue;
    orders.push({ slot: FUND, side, lots: Math.min(held, Math.max(FUND_LOTS, Math.ceil(FUND_SHARE * held))), plan: undefined, filledLots: 0, costUsd: 0 });
  }
}

function welcome(state: MarketState, orders: Order[]): void {
  const { random, profile, positions } = state;
  const mean = state.arrivalsPerMs * state.tickMs * activity(state) * appetite(state);
  for (let left = random.exponential(1); left < mean; left += random.exponential(1)) {
    const plan = planTrader(random, chooseSide(state), state);
    const slot = takeSlot(positions);
    if (slot === undefined) return;
    const lots = Math.max(1, Math.round(plan.notionalUsd / (state.last * profile.lotSize)));
    orders.push({ slot, side: plan.side, lots, plan, filledLots: 0, costUsd: 0 });
  }
}

/** Trading is livelier when price moves. */
export const activity = ({ process }: MarketState): number => Math.min(4, Math.max(0.3, process.relativeVolatility ** 0.8));

/** Open interest returns to its level: fewer newcomers when there is too much of it. */
function appetite(state: MarketState): number {
  const shortfall = 1 - openInterestLots(state) / state.targetLots;
  return Math.min(2.5, Math.max(0.3, 1 + 2.5 * shortfall));
}

/** Trend followers and contrarians; funding and the crowd's own imbalance pull the other way. */
function chooseSide(state: MarketState): SideIndex {
  const { random, world, crowdLots, trend, targetLots } = state;
  const follows = random.chance(world.momentumShare) ? 1 : -1;
  const imbalance = (crowdLots[LONG] - crowdLots[SHORT]) / targetLots;
  const tilt = world.longBias + world.trendSensitivity * follows * trend - 6 * imbalance;
  return random.chance(1 / (1 + Math.exp(-tilt))) ? LONG : SHORT;
}

/** Ends an order that has been filled: a closed position leaves, a new one stands from its average price on. */
export function settleOrder(state: MarketState, order: Order): void {
  if (order.slot === FUND) return;
  if (order.plan === undefined) releaseSlot(state.positions, order.slot);
  else standUp(state, order, { plan: order.plan, entry: order.costUsd / order.filledLots });
}

/** Makes a position of a plan that was filled at `entry`, and arms everything that can end it. */
export function standUp(state: MarketState, { slot, lots }: Pick<Order, "slot" | "lots">, { plan, entry }: { plan: TraderPlan; entry: number }): void {
  const { positions, profile, random, time, tickMs } = state;
  const { side, mode, leverage, takeProfit, stop } = plan;
  positions.side[slot] = side;
  positions.mode[slot] = mode;
  positions.lots[slot] = lots;
  positions.entry[slot] = entry;
  positions.leverage[slot] = leverage;
  positions.margin[slot] = (entry * lots * profile.lotSize) / leverage;
  positions.open[slot] = 1;
  armLiquidation(positions, slot, liquidationPriceOf(state, slot));
  positions.exitTimes.put(slot, time + tickMs + random.exponential(plan.meanHoldMs));
  const sign = openingSign(side);
  if (takeProfit !== undefined) armTrigger(positions, slot, { away: sign, price: entry * (1 + sign * takeProfit), action: CLOSE });
  if (stop !== undefined)
    armTrigger(positions, slot, { away: -sign, price: entry * (1 - sign * stop.distance), action: stop.action === "close" ? CLOSE : ADD_MARGIN });
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
