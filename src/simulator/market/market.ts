import { DAY_MS } from "#core/units.ts";
import { bracketsOfProfile, profileOfCoin } from "./coin-profile.ts";
import { createCoinState, moveFair } from "./coin-state.ts";
import { createMarketState } from "./create-market-state.ts";
import type { ExchangeDeclaration } from "./exchange-declaration.ts";
import { IMPACT_KEPT, TICK_MS, deal, meet } from "./market-tick.ts";
import { type MarketState, roundToTick } from "./market-state.ts";
import { populate, stockMakers } from "./populate.ts";
import { createPriceProcess } from "./price-process.ts";
import { createRandom } from "./random.ts";
import { drawWorld } from "./world-parameters.ts";

/** So that the crowd's book has the market's own age structure when history begins. */
export const WARM_UP_MS = DAY_MS / 4;

export interface MarketOptions {
  readonly seed: string;
  readonly coin: string;
  /** Epoch ms, a multiple of a tick. */
  readonly start: number;
  readonly exchange: ExchangeDeclaration;
}

/**
 * A market that begins at `start`, of a coin whose whole crowd trades on one exchange. The same options give the same market.
 * `not-found` when the exchange does not list the coin.
 */
export function createMarket({ seed, coin, start, exchange }: MarketOptions): MarketState {
  const profile = profileOfCoin(coin, exchange);
  const world = drawWorld(seed);
  const time = start - WARM_UP_MS;
  const random = createRandom(`${seed}/${coin}/crowd`);
  const price = roundToTick(profile.price * random.between(0.8, 1.25), profile.tickSize);
  const process = createPriceProcess(seed, { character: profile, world, tickMs: TICK_MS });
  const state = createMarketState({
    profile,
    brackets: bracketsOfProfile(profile, time),
    world,
    coin: createCoinState({ process, tickMs: TICK_MS, fair: price }),
    random,
    accountSeed: `${seed}/${coin}/accounts`,
    time,
    price,
  });
  populate(state);
  stockMakers(state);
  while (state.time < start) tick(state);
  return state;
}

/** Advances by one tick. Afterwards `state.tape` holds the prints of [time - tickMs, time). */
export function tick(state: MarketState): void {
  const { coin } = state;
  const meeting = meet(state);
  moveFair(coin, state.time);
  state.index = coin.fair;
  state.impact *= IMPACT_KEPT;
  deal(state, meeting);
}
