import { LONG, SHORT } from "#core/position-side.ts";
import { makersBuy, makersSell } from "./ledger.ts";
import { FORCED_WINDOW_MS, makersTarget } from "./liquidation-engine.ts";
import { type MarketState, roundToTick } from "./market-state.ts";
import { FUND, type Order, activity, settleOrder, signOf } from "./order-flow.ts";
import { TAKER_BUY, TAKER_SELL, type TakerIndex, addPrint } from "./tape.ts";

/** A match: whoever is missing on a side is a market maker. Both missing: a round trip of makers among themselves. */
interface Match {
  readonly buyer: Order | undefined;
  readonly seller: Order | undefined;
  readonly lots: number;
}

const FEWEST_ROUND_TRIPS = 2;
const MOST_ROUND_TRIPS = 8;
const ROUND_TRIP_SIGMA = 0.9;

/** Buyers meet sellers, makers take the rest. Returns the matches, and how many lots traders bought net of what they sold. */
export function matchOrders(orders: readonly Order[]): { matches: Match[]; netLots: number } {
  const buyers = orders.filter((order) => signOf(order) > 0);
  const sellers = orders.filter((order) => signOf(order) < 0);
  const matches: Match[] = [];
  let netLots = 0;
  let bought = 0;
  let sold = 0;
  for (let b = 0, s = 0; b < buyers.length || s < sellers.length;) {
    const buyer = buyers.at(b);
    const seller = sellers.at(s);
    const buyerLots = buyer === undefined ? 0 : buyer.lots - bought;
    const sellerLots = seller === undefined ? 0 : seller.lots - sold;
    const lots = buyer === undefined ? sellerLots : seller === undefined ? buyerLots : Math.min(buyerLots, sellerLots);
    matches.push({ buyer, seller, lots });
    if (buyer === undefined) netLots -= lots;
    else if (seller === undefined) netLots += lots;
    bought = lots === buyerLots ? 0 : bought + lots;
    sold = lots === sellerLots ? 0 : sold + lots;
    if (buyer !== undefined && bought === 0) b++;
    if (seller !== undefined && sold === 0) s++;
  }
  return { matches, netLots };
}

/** Prints the tick's matches and round trips along a path from the last price to `target`, and settles the orders. */
export function trade(state: MarketState, orders: readonly Order[], { matches, target }: { matches: readonly Match[]; target: number }): void {
  const { random, tape, tickMs, profile, process } = state;
  const roundTrips = roundTripCount(state);
  const count = matches.length + roundTrips;
  const start = state.time + (tape.count > 0 ? FORCED_WINDOW_MS : 0);
  const span = state.time + tickMs - start;
  const from = state.last;
  const wobble = 0.6 * process.tickVolatility * from;
  const roundTripLots = (state.churnLotsPerMs * tickMs * activity(state)) / roundTrips;
  let done = 0;
  for (let i = 0; i < count; i++) {
    const way = (i + 1) / count;
    const fair = from + (target - from) * way + wobble * Math.sqrt(way * (1 - way)) * random.normal();
    const step = (fair - state.last) / (wobble + profile.tickSize);
    const time = Math.floor(start + (span * (i + random.uniform())) / count);
    const match = random.uniform() * (count - i) < matches.length - done ? matches[done++] : roundTrip(state, roundTripLots);
    const taker = takerOf(state, match, step);
    const price = Math.max(profile.tickSize, roundToTick(fair + (taker === TAKER_BUY ? 0.5 : -0.5) * profile.tickSize, profile.tickSize));
    addPrint(tape, { time, price, lots: match.lots, taker });
    state.last = price;
    account(state, match, { price, taker });
  }
  for (const order of orders) settleOrder(state, order);
}

function roundTripCount({ random, process }: MarketState): number {
  const wanted = FEWEST_ROUND_TRIPS + process.relativeVolatility * 1.5 + random.uniform();
  return Math.min(MOST_ROUND_TRIPS, Math.floor(wanted));
}

function roundTrip({ random }: MarketState, meanLots: number): Match {
  return {
    buyer: undefined,
    seller: undefined,
    lots: Math.max(1, Math.round(random.logNormal(meanLots * Math.exp(-(ROUND_TRIP_SIGMA ** 2) / 2), ROUND_TRIP_SIGMA))),
  };
}

/** Who crosses the spread: a trader meeting a maker, unless the order was resting; otherwise rather the side that price moves towards. */
function takerOf({ random, world }: MarketState, { buyer, seller }: Match, step: number): TakerIndex {
  if ((buyer === undefined) === (seller === undefined)) return random.chance(0.5 + 0.35 * Math.max(-1, Math.min(1, step))) ? TAKER_BUY : TAKER_SELL;
  const rests = random.chance(world.passiveShare);
  return (buyer !== undefined) === rests ? TAKER_SELL : TAKER_BUY;
}

function account(state: MarketState, { buyer, seller, lots }: Match, { price, taker }: { price: number; taker: TakerIndex }): void {
  const { ledger, makers } = state;
  ledger.volume += lots;
  if (taker === TAKER_BUY) ledger.takerBuyVolume += lots;
  if (buyer === undefined && seller === undefined) {
    ledger.churn += lots;
    return;
  }
  const makersOrder = { lots, targetLots: makersTarget(state) };
  if (buyer === undefined) makersBuy(makers, ledger, makersOrder);
  else fillOrder(state, buyer, { lots, price });
  if (seller === undefined) makersSell(makers, ledger, makersOrder);
  else fillOrder(state, seller, { lots, price });
}

function fillOrder(state: MarketState, order: Order, { lots, price }: { lots: number; price: number }): void {
  const { ledger, makers, crowdLots } = state;
  order.filledLots += lots;
  order.costUsd += lots * price;
  const change = order.plan === undefined ? -lots : lots;
  if (order.slot !== FUND) crowdLots[order.side] += change;
  else if (order.side === LONG) makers.fundLong += change;
  else makers.fundShort += change;
  if (order.plan !== undefined && order.side === LONG) ledger.openedLong += lots;
  else if (order.plan !== undefined) ledger.openedShort += lots;
  else if (order.side === SHORT) ledger.closedShort += lots;
  else ledger.closedLong += lots;
}
