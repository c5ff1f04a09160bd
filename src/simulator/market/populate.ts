import { LONG, SHORT } from "#core/position-side.ts";
import { DAY_MS, HOUR_MS } from "#core/units.ts";
import { openAccount, secondMarket } from "./arrivals.ts";
import { lotsOfUsd } from "./contract-value.ts";
import { stockDesks } from "./desks.ts";
import { makersTarget } from "./liquidation-engine.ts";
import type { MarketState } from "./market-state.ts";
import { standUp } from "./order-flow.ts";
import { ISOLATED, releaseSlot, takeSlot } from "./positions.ts";
import { type Invitation, type SideIndex, type TraderPlan, planTrader, splitPlan } from "./trader.ts";

const PAST_HOURS = 45 * 24;
/** Extremes inside an hour reach beyond its ends. */
const HOUR_REACH = 0.8;

/** Hourly prices before the market starts, oldest last, with the lowest and highest price from then to now. */
export interface Past {
  readonly prices: Float64Array;
  readonly lows: Float64Array;
  readonly highs: Float64Array;
}

/** Fills a market, without makers, with the positions that would stand now, had it run for long: older ones more likely the longer they hold, none that a past price would have closed. */
export function populate(state: MarketState, past = drawPast(state, state.last)): void {
  const { crowdLots } = state;
  const crowdTarget = state.targetLots - makersTarget(state) / 2;
  for (const side of [LONG, SHORT] as const) while (crowdLots[side] < crowdTarget && placeSurvivor(state, { side, past }));
}

/** Market makers hold what the crowd's longs and shorts differ by, and as much on both sides besides as they like to. */
export function stockMakers(state: MarketState): void {
  const { crowdLots, makers } = state;
  const net = crowdLots[LONG] - crowdLots[SHORT];
  const each = Math.round(makersTarget(state) / 2);
  makers.long = each + Math.max(0, -net);
  makers.short = each + Math.max(0, net);
  if (makers.desks !== undefined) stockDesks(makers.desks, { long: makers.long, short: makers.short, price: state.last });
}

/** A past of the coin that ends at the price `last`. */
export function drawPast({ random, world, profile }: Pick<MarketState, "random" | "world" | "profile">, last: number): Past {
  const deviation = world.dailyVolatility * profile.volatilityRatio * Math.sqrt(HOUR_MS / DAY_MS);
  const past = { prices: new Float64Array(PAST_HOURS), lows: new Float64Array(PAST_HOURS), highs: new Float64Array(PAST_HOURS) };
  let price = last;
  let low = last;
  let high = last;
  for (let hour = 0; hour < PAST_HOURS; hour++) {
    past.prices[hour] = price;
    past.lows[hour] = low;
    past.highs[hour] = high;
    const before = price * Math.exp(deviation * random.normal());
    low = Math.min(low, Math.min(price, before) * (1 - HOUR_REACH * deviation * random.uniform()));
    high = Math.max(high, Math.max(price, before) * (1 + HOUR_REACH * deviation * random.uniform()));
    price = before;
  }
  return past;
}

/** Tries one position; false when the market has no room. */
function placeSurvivor(state: MarketState, { side, past }: { side: SideIndex; past: Past }): boolean {
  const { random } = state;
  const plan = planTrader(random, side, state.offer);
  if (!random.chance(plan.meanHoldMs / longestHoldMs(state))) return true;
  const hour = Math.floor(random.exponential(plan.meanHoldMs) / HOUR_MS);
  if (hour >= PAST_HOURS || leftBefore(plan, past, hour)) return true;
  const other = secondMarket(state, plan.mode);
  const trader = ++state.coin.traders;
  if (other === undefined) return placeAt(state, { trader, plan }, { past, hour });
  const { here, there } = splitPlan(plan, other.offer);
  placeAt(other, { trader, plan: there }, { past, hour });
  return placeAt(state, { trader, plan: here }, { past, hour });
}

/** The past is the coin's; an instrument whose price differs now has always differed so. */
function placeAt(state: MarketState, { trader, plan }: Invitation, { past, hour }: { past: Past; hour: number }): boolean {
  const { profile, positions, coin } = state;
  const { side, mode, notionalUsd } = plan;
  const slot = takeSlot(positions);
  if (slot === undefined) return false;
  positions.trader[slot] = trader;
  openAccount(state, slot, mode === ISOLATED ? "isolated" : "own");
  const ratio = state.last / coin.fair;
  const entry = past.prices[hour] * ratio;
  const lots = lotsOfUsd(profile, notionalUsd, entry);
  standUp(state, { slot, lots }, { plan, entry });
  const liquidation = positions.liquidation[slot];
  if (side === LONG ? liquidation >= past.lows[hour] * ratio : liquidation <= past.highs[hour] * ratio) releaseSlot(positions, slot);
  else state.crowdLots[side] += lots;
  return true;
}

const longestHoldMs = ({ world }: MarketState): number => Math.max(1.5 * world.slowHoldMs, 8 * DAY_MS);

function leftBefore({ side, takeProfit, stop }: TraderPlan, { prices, lows, highs }: Past, hour: number): boolean {
  const entry = prices[hour];
  const sign = side === LONG ? 1 : -1;
  const won = sign > 0 ? highs[hour] / entry - 1 : 1 - lows[hour] / entry;
  const lost = sign > 0 ? 1 - lows[hour] / entry : highs[hour] / entry - 1;
  return won >= (takeProfit ?? Infinity) || lost >= (stop?.distance ?? Infinity);
}
