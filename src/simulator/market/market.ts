import { LONG, SHORT } from "#core/position-side.ts";
import { DAY_MS } from "#core/units.ts";
import { type CoinProfile, bracketsOfProfile, profileOfCoin } from "./coin-profile.ts";
import type { ExchangeDeclaration } from "./exchange-declaration.ts";
import { FUNDING_INTERVAL_MS, fund } from "./funding.ts";
import { createLedger } from "./ledger.ts";
import { runLiquidations } from "./liquidation-engine.ts";
import { type MarketState, roundToTick, takeLiquidity } from "./market-state.ts";
import { gatherOrders } from "./order-flow.ts";
import { populate } from "./populate.ts";
import { createPositions } from "./positions.ts";
import { createPriceProcess } from "./price-process.ts";
import { createRandom } from "./random.ts";
import { createTape } from "./tape.ts";
import { matchOrders, trade } from "./trading.ts";
import { type TraderPlan, planTrader } from "./trader.ts";
import { type WorldParameters, drawWorld } from "./world-parameters.ts";

/** Length of a tick, in history as in live running. A multiple of it is a minute. */
export const TICK_MS = 2_500;
const IMPACT_FADES_MS = 90_000;
const PREMIUM_FADES_MS = 30 * 60_000;
const MARK_AVERAGE_MS = 60_000;
const TREND_MS = 30 * 60_000;
/** Premium of the last price when the crowd is long by the whole open interest. */
const PREMIUM_OF_IMBALANCE = 0.012;
const PREMIUM_NOISE = 1.5e-5;
/** Most positions that stand, and most trades in a tick; untouched pages of it cost no memory. */
const CAPACITY = 1 << 17;
/** So that the crowd's book has the market's own age structure when history begins. */
const WARM_UP_MS = DAY_MS / 4;

export interface MarketOptions {
  readonly seed: string;
  readonly coin: string;
  /** Epoch ms, a multiple of a tick. */
  readonly start: number;
  readonly exchange: ExchangeDeclaration;
}

/** A market of one coin that begins at `start`. The same options give the same market. `not-found` when the exchange does not list the coin. */
export function createMarket({ seed, coin, start, exchange }: MarketOptions): MarketState {
  const profile = profileOfCoin(coin, exchange);
  const world = drawWorld(seed);
  const state = createState({ seed, profile, world, time: start - WARM_UP_MS });
  populate(state);
  while (state.time < start) tick(state);
  return state;
}

/**
 * Advances by one tick: positions due at the mark are forced, orders gather, price moves by news and by the orders, prints follow the
 * price path, then mark and funding. Afterwards `state.tape` holds the prints of [time - tickMs, time).
 */
export function tick(state: MarketState): void {
  const { tape, process, random, tickMs } = state;
  tape.count = 0;
  tape.forced = [];
  runLiquidations(state);
  const orders = gatherOrders(state);
  const { matches, netLots } = matchOrders(orders);
  takeLiquidity(state, netLots);
  const surprise = process.step(state.time);
  state.index *= Math.exp(surprise);
  state.impact *= Math.exp(-tickMs / IMPACT_FADES_MS);
  const wantedPremium = (PREMIUM_OF_IMBALANCE * (state.crowdLots[LONG] - state.crowdLots[SHORT])) / state.targetLots;
  state.premium += (wantedPremium - state.premium) * (tickMs / PREMIUM_FADES_MS) + PREMIUM_NOISE * random.normal();
  trade(state, orders, { matches, target: state.index * Math.exp(state.premium + state.impact) });
  const premiumNow = Math.log(state.last / state.index);
  state.averagePremium += (premiumNow - state.averagePremium) * (1 - Math.exp(-tickMs / MARK_AVERAGE_MS));
  state.mark = state.index * Math.exp(state.averagePremium);
  fund(state, premiumNow);
  state.trend = trendAfter(state, surprise / process.tickVolatility);
  state.time += tickMs;
}

function trendAfter({ trend, tickMs }: MarketState, standardReturn: number): number {
  const keep = Math.exp(-tickMs / TREND_MS);
  return Math.max(-4, Math.min(4, keep * trend + Math.sqrt(1 - keep * keep) * standardReturn));
}

function createState({ seed, profile, world, time }: { seed: string; profile: CoinProfile; world: WorldParameters; time: number }): MarketState {
  const random = createRandom(`${seed}/${profile.coin}/crowd`);
  const price = roundToTick(profile.price * random.between(0.8, 1.25), profile.tickSize);
  const brackets = bracketsOfProfile(profile, time);
  const targetLots = Math.round(profile.openInterestUsd / (price * profile.lotSize));
  const flow = measureFlow((side) => planTrader(random, side, { world, brackets, profile }));
  const crowdUsd = 2 * (1 - world.makerShare) * profile.openInterestUsd;
  const arrivalsPerMs = crowdUsd / flow.meanUsdMs;
  const roundTripUsdPerMs = (world.churnShare / (1 - world.churnShare)) * 2 * arrivalsPerMs * flow.meanUsd * TRADED_WITH_MAKERS;
  return {
    profile,
    world,
    brackets,
    tickMs: TICK_MS,
    random,
    process: createPriceProcess(seed, { profile, world, tickMs: TICK_MS }),
    positions: createPositions(CAPACITY),
    makers: { long: 0, short: 0, fundLong: 0, fundShort: 0 },
    ledger: createLedger(),
    tape: createTape(CAPACITY),
    targetLots,
    arrivalsPerMs,
    churnLotsPerMs: roundTripUsdPerMs / (price * profile.lotSize),
    time,
    last: price,
    index: price,
    premium: 0,
    impact: 0,
    averagePremium: 0,
    mark: price,
    trend: 0,
    crowdLots: [0, 0],
    funding: { nextTime: (Math.floor(time / FUNDING_INTERVAL_MS) + 1) * FUNDING_INTERVAL_MS, premiumSum: 0, premiumCount: 0, settled: undefined },
  };
}

/** Share of traders' volume that meets a maker rather than another trader of the tick. */
const TRADED_WITH_MAKERS = 0.8;
const FLOW_SAMPLE = 4_000;

/** Mean size, and mean of size times holding time, of those who open. */
function measureFlow(plan: (side: typeof LONG | typeof SHORT) => TraderPlan): { meanUsd: number; meanUsdMs: number } {
  let usd = 0;
  let usdMs = 0;
  for (let i = 0; i < FLOW_SAMPLE; i++) {
    const { notionalUsd, meanHoldMs } = plan(i % 2 === 0 ? LONG : SHORT);
    usd += notionalUsd;
    usdMs += notionalUsd * meanHoldMs;
  }
  return { meanUsd: usd / FLOW_SAMPLE, meanUsdMs: usdMs / FLOW_SAMPLE };
}
