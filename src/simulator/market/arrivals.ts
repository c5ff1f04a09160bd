import { LONG, SHORT } from "#core/position-side.ts";
import { lotsOfUsd } from "./contract-value.ts";
import { type MarketState, openInterestLots } from "./market-state.ts";
import { type Order, createOrder } from "./order.ts";
import { HEDGED, ISOLATED, takeSlot } from "./positions.ts";
import type { Random } from "./random.ts";
import { type Invitation, type SideIndex, planTrader, splitPlan } from "./trader.ts";

/** Of those who come, how many divide their position between two instruments of the coin. */
export const SPREAD_SHARE = 0.12;

/** Newcomers of this tick, and those who came to another instrument in the last one. */
export function welcome(state: MarketState, orders: Order[]): void {
  const { random } = state;
  if (state.invited.length > 0) for (const invitation of state.invited.splice(0)) admit(state, invitation, orders);
  const mean = state.arrivalsPerMs * state.tickMs * state.coin.activity * appetite(state);
  for (let left = random.exponential(1); left < mean; left += random.exponential(1)) {
    const invitation = divide(state, { trader: ++state.coin.traders, plan: planTrader(random, chooseSide(state), state.offer) });
    if (!admit(state, invitation, orders)) return;
  }
}

function admit(state: MarketState, opener: Invitation, orders: Order[]): boolean {
  const { positions, profile } = state;
  const slot = takeSlot(positions);
  if (slot === undefined) return false;
  const { plan } = opener;
  positions.trader[slot] = opener.trader;
  openAccount(state, slot, plan.mode === ISOLATED ? "isolated" : "own");
  orders.push(createOrder({ slot, side: plan.side, lots: lotsOfUsd(profile, plan.notionalUsd, state.last), action: "open", opener }));
  return true;
}

export function openAccount({ positions }: MarketState, slot: number, margin: "isolated" | "own"): void {
  if (positions.accounts !== undefined) positions.account[slot] = positions.accounts.open(slot, margin);
}

/** The part that opens here; the other one, if there is one, is invited elsewhere. */
function divide(state: MarketState, invitation: Invitation): Invitation {
  const other = secondMarket(state, invitation.plan.mode);
  if (other === undefined) return invitation;
  const { here, there } = splitPlan(invitation.plan, other.offer);
  other.invited.push({ trader: invitation.trader, plan: there });
  return { trader: invitation.trader, plan: here };
}

/** Where a trader opens the other half; undefined: nowhere. Positions that are hedged stay whole: their hedge is what they have elsewhere. */
export function secondMarket(state: MarketState, mode: number): MarketState | undefined {
  const { markets } = state.coin;
  if (markets.length === 1 || mode === HEDGED || !state.random.chance(SPREAD_SHARE)) return undefined;
  const other = drawByShare(state.random, markets);
  return other === state || other.listing !== "trading" ? undefined : other;
}

function drawByShare(random: Random, markets: readonly MarketState[]): MarketState {
  let left = random.uniform();
  for (const market of markets) {
    left -= market.profile.share;
    if (left < 0) return market;
  }
  return markets[markets.length - 1];
}

/** Open interest returns to its level: fewer newcomers when there is too much of it. */
function appetite(state: MarketState): number {
  const shortfall = 1 - openInterestLots(state) / state.targetLots;
  return Math.min(2.5, Math.max(0.3, 1 + 2.5 * shortfall));
}

/** Trend followers and contrarians; funding and the crowd's own imbalance pull the other way. */
function chooseSide(state: MarketState): SideIndex {
  const { random, world, crowdLots, coin, targetLots } = state;
  const follows = random.chance(world.momentumShare) ? 1 : -1;
  const imbalance = (crowdLots[LONG] - crowdLots[SHORT]) / targetLots;
  const tilt = world.longBias + world.trendSensitivity * follows * coin.trend - 6 * imbalance;
  return random.chance(1 / (1 + Math.exp(-tilt))) ? LONG : SHORT;
}
