import { AppError } from "#core/app-error.ts";
import { converge, indexBasis, planArbitrage } from "./arbitrage.ts";
import { profilesOfInstruments } from "./coin-profile.ts";
import { type CoinState, createCoinState, moveFair } from "./coin-state.ts";
import { createMarketState } from "./create-market-state.ts";
import { bracketsOfInstrument } from "./instrument-brackets.ts";
import type { InstrumentDeclaration } from "./instrument-declaration.ts";
import { WARM_UP_MS } from "./market.ts";
import { type MarketState, roundToTick, termBasis } from "./market-state.ts";
import { TICK_MS, deal, meet } from "./market-tick.ts";
import { drawPast, populate, stockMakers } from "./populate.ts";
import { createPriceProcess } from "./price-process.ts";
import { createRandom } from "./random.ts";
import { endTrading, pass } from "./settlement.ts";
import { drawWorld } from "./world-parameters.ts";

export interface CrowdMarketOptions {
  readonly seed: string;
  readonly coin: string;
  /** Epoch ms, a multiple of a tick. */
  readonly start: number;
  readonly instruments: readonly InstrumentDeclaration[];
}

/** All instruments of a coin, whose `markets` tick together. */
export interface CrowdMarket {
  readonly coin: CoinState;
  /** Those that trade now, and the same by exchange. */
  trading: readonly MarketState[];
  exchanges: readonly (readonly MarketState[])[];
}

/** Instruments with their crowd standing, at `start`. Of one instrument it is the market of {@link createMarket}. `not-found` without an instrument. */
export function createCrowdMarket(options: CrowdMarketOptions): CrowdMarket {
  const { seed, coin: name, start, instruments } = options;
  if (instruments.length === 0) throw new AppError("not-found", `no simulated exchange lists ${name}`);
  const profiles = profilesOfInstruments(name, instruments);
  const [character] = profiles;
  const world = drawWorld(seed);
  const time = start - WARM_UP_MS;
  const random = createRandom(`${seed}/${name}/crowd`);
  const fair = roundToTick(character.price * random.between(0.8, 1.25), character.tickSize);
  const process = createPriceProcess(seed, { character, world, tickMs: TICK_MS });
  const coin = createCoinState({ process, tickMs: TICK_MS, fair });
  for (const profile of profiles) {
    const id = `${profile.exchange}:${profile.symbol}`;
    const price = fair * Math.exp(termBasis({ profile, time }));
    const brackets = bracketsOfInstrument(profile, time);
    const streams = { random: profiles.length === 1 ? random : createRandom(`${seed}/${name}/crowd/${id}`), accountSeed: `${seed}/${name}/accounts/${id}` };
    createMarketState({ profile, brackets, world, coin, time, price, ...streams });
  }
  const past = drawPast({ random, world, profile: character }, fair);
  for (const market of coin.markets) populate(market, past);
  for (const market of coin.markets) stockMakers(market);
  const crowd = { coin, trading: coin.markets, exchanges: byExchange(coin.markets) };
  while (coin.markets[0].time < start) tickCrowd(crowd);
  return crowd;
}

/** Takes an instrument out of the crowd, from the next tick on. */
export function endInstrument(crowd: CrowdMarket, market: MarketState, why: "delivered" | "delisted"): void {
  if (market.listing !== "trading") return;
  endTrading(market, why);
  crowd.trading = crowd.trading.filter((other) => other !== market);
  crowd.exchanges = byExchange(crowd.trading);
}

function byExchange(markets: readonly MarketState[]): MarketState[][] {
  const exchanges = new Set(markets.map(({ profile }) => profile.exchange));
  return [...exchanges].map((exchange) => markets.filter(({ profile }) => profile.exchange === exchange));
}

/** Advances all instruments by one tick: each has its own traders, book and mark; news, fair price and index are the coin's. */
export function tickCrowd(crowd: CrowdMarket): void {
  const { coin } = crowd;
  const { markets } = coin;
  const { time } = markets[0];
  for (const market of crowd.trading) if (time >= (market.profile.expiry ?? Infinity)) endInstrument(crowd, market, "delivered");
  const { trading, exchanges } = crowd;
  planArbitrage(trading);
  const meetings = trading.map(meet);
  moveFair(coin, time);
  converge(trading);
  const index = coin.fair * Math.exp(indexBasis(exchanges));
  for (const [at, market] of trading.entries()) {
    market.index = index;
    deal(market, meetings[at]);
  }
  for (const market of markets) if (market.listing !== "trading") pass(market);
}
