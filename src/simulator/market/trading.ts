import { LONG, SHORT } from "#core/position-side.ts";
import { makersBuy, makersDeal, makersSell } from "./ledger.ts";
import { FORCED_WINDOW_MS, makersTarget } from "./liquidation-engine.ts";
import { type MarketState, roundToTick } from "./market-state.ts";
import { FUND, type Order, holdWithoutSlot, signOf } from "./order.ts";
import { settleOrder } from "./order-flow.ts";
import { type Parties, TAKER_BUY, TAKER_SELL, type TakerIndex, addPrint } from "./tape.ts";
import { ARBITRAGE_ACCOUNT, FUND_LONG_ACCOUNT, FUND_SHORT_ACCOUNT } from "./trader-accounts.ts";

/** A match: whoever is missing on a side is a market maker. */
export interface Match {
  readonly buyer: Order | undefined;
  readonly seller: Order | undefined;
  readonly lots: number;
}

const FEWEST_ROUND_TRIPS = 2;
const MOST_ROUND_TRIPS = 8;
const ROUND_TRIP_SIGMA = 0.9;
/** Median over mean of a log-normal size. */
const ROUND_TRIP_MEDIAN = Math.exp(-(ROUND_TRIP_SIGMA ** 2) / 2);

const NOTHING: { matches: Match[]; netLots: number } = { matches: [], netLots: 0 };

/** Buyers meet sellers, makers take the rest. Returns the matches, and how many lots traders bought net of what they sold. */
export function matchOrders(orders: readonly Order[]): { matches: Match[]; netLots: number } {
  if (orders.length === 0) return NOTHING;
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
  const { random, tape, tickMs, profile, coin } = state;
  const { roundTrips, lotsOfEach } = planRoundTrips(state);
  const count = matches.length + roundTrips;
  const start = state.time + (tape.count > 0 ? FORCED_WINDOW_MS : 0);
  const span = state.time + tickMs - start;
  const from = state.last;
  const wobble = 0.6 * coin.process.tickVolatility * from;
  let done = 0;
  for (let i = 0; i < count; i++) {
    const way = (i + 1) / count;
    const fair = from + (target - from) * way + wobble * Math.sqrt(way * (1 - way)) * random.normal();
    const step = (fair - state.last) / (wobble + profile.tickSize);
    const time = Math.floor(start + (span * (i + random.uniform())) / count);
    const match = random.uniform() * (count - i) < matches.length - done ? matches[done++] : undefined;
    const lots = match === undefined ? drawRoundTrip(state, lotsOfEach) : match.lots;
    const taker = takerOf(state, match, step);
    const price = Math.max(profile.tickSize, roundToTick(fair + (taker === TAKER_BUY ? 0.5 : -0.5) * profile.tickSize, profile.tickSize));
    addPrint(tape, { time, price, lots, taker, parties: account(state, match, { lots, price, taker }) });
    state.last = price;
  }
  for (const order of orders) settleOrder(state, order);
}

/** In how many prints the round trips of this tick go, and the mean size of each: the same volume, whether in many or few. */
function planRoundTrips(state: MarketState): { roundTrips: number; lotsOfEach: number } {
  const { random, coin, profile, tickMs, burst } = state;
  const frequency = profile.liveliness * (state.time < burst.until ? burst.factor : 1);
  const mean = (FEWEST_ROUND_TRIPS + coin.process.relativeVolatility * 1.5) * frequency;
  const roundTrips = Math.floor(Math.min(Math.ceil(MOST_ROUND_TRIPS * frequency), mean + random.uniform()));
  return { roundTrips, lotsOfEach: (state.churnLotsPerMs * tickMs * coin.activity) / (frequency < 1 ? mean : roundTrips) };
}

/** Lots that makers trade among themselves in one print. */
const drawRoundTrip = ({ random }: MarketState, meanLots: number): number =>
  Math.max(1, Math.round(random.logNormal(meanLots * ROUND_TRIP_MEDIAN, ROUND_TRIP_SIGMA)));

/** Who crosses the spread: a trader meeting a maker, unless the order was resting; otherwise rather the side that price moves towards. */
function takerOf({ random, world }: MarketState, match: Match | undefined, step: number): TakerIndex {
  if (match === undefined || (match.buyer === undefined) === (match.seller === undefined))
    return random.chance(0.5 + 0.35 * Math.max(-1, Math.min(1, step))) ? TAKER_BUY : TAKER_SELL;
  const rests = random.chance(world.passiveShare);
  return (match.buyer !== undefined) === rests ? TAKER_SELL : TAKER_BUY;
}

/** Books a print on everybody's holdings. Returns who they were, where that is public. */
function account(
  state: MarketState,
  match: Match | undefined,
  { lots, price, taker }: { lots: number; price: number; taker: TakerIndex },
): Parties | undefined {
  const { ledger, makers } = state;
  ledger.volume += lots;
  if (taker === TAKER_BUY) ledger.takerBuyVolume += lots;
  if (match === undefined) return makersDeal(makers, ledger, { lots, price });
  const { buyer, seller } = match;
  const makersOrder = { lots, targetLots: makersTarget(state), price };
  const bought = buyer === undefined ? makersBuy(makers, ledger, makersOrder) : fillOrder(state, buyer, { lots, price });
  const sold = seller === undefined ? makersSell(makers, ledger, makersOrder) : fillOrder(state, seller, { lots, price });
  return makers.desks === undefined ? undefined : { buyer: bought, seller: sold };
}

/** Returns the account whose order it was. */
function fillOrder(state: MarketState, order: Order, { lots, price }: { lots: number; price: number }): number {
  const { ledger, makers, crowdLots, positions, profile } = state;
  const { slot, side, action } = order;
  order.filledLots += lots;
  order.cost += profile.contract === "linear" ? lots * price : lots / price;
  const change = action === "close" ? -lots : lots;
  if (slot >= 0) crowdLots[side] += change;
  else holdWithoutSlot(makers, order, change);
  if (action === "open" && side === LONG) ledger.openedLong += lots;
  else if (action === "open") ledger.openedShort += lots;
  else if (side === SHORT) ledger.closedShort += lots;
  else ledger.closedLong += lots;
  if (slot >= 0) return positions.account[slot];
  if (slot !== FUND) return ARBITRAGE_ACCOUNT;
  return side === LONG ? FUND_LONG_ACCOUNT : FUND_SHORT_ACCOUNT;
}
