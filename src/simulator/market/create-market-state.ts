import { LONG, SHORT } from "#core/position-side.ts";
import type { Bracket } from "#engine/margin/margin-model.ts";
import type { CoinProfile } from "./coin-profile.ts";
import type { CoinState } from "./coin-state.ts";
import { notionalOf } from "./contract-value.ts";
import { createDesks } from "./desks.ts";
import { createFunding } from "./funding.ts";
import { bracketsForTraders } from "./instrument-brackets.ts";
import { createLedger, createMakers } from "./ledger.ts";
import { type MarketState, roundToTick } from "./market-state.ts";
import { createPositions } from "./positions.ts";
import { type Random, createRandom } from "./random.ts";
import { createTape } from "./tape.ts";
import { createTraderAccounts } from "./trader-accounts.ts";
import { type TraderPlan, planTrader } from "./trader.ts";
import type { WorldParameters } from "./world-parameters.ts";

/** Most positions that stand, and most trades in a tick, where the whole crowd trades on one instrument; untouched pages of it cost no memory. */
const CAPACITY = 1 << 17;
const LEAST_CAPACITY = 1 << 14;
/** Share of traders' volume that meets a maker rather than another trader of the tick. */
const TRADED_WITH_MAKERS = 0.8;
const FLOW_SAMPLE = 4_000;

export interface MarketFoundation {
  readonly profile: CoinProfile;
  readonly brackets: readonly Bracket[];
  readonly world: WorldParameters;
  readonly coin: CoinState;
  readonly random: Random;
  /** Seeds who stands behind the account numbers. */
  readonly accountSeed: string;
  /** Epoch ms. */
  readonly time: number;
  readonly price: number;
}

/** An instrument without a single position, at `price`. */
export function createMarketState({ profile, brackets, world, coin, random, accountSeed, time, price }: MarketFoundation): MarketState {
  const offer = { world, brackets: bracketsForTraders(profile, brackets), profile };
  const last = roundToTick(price, profile.tickSize);
  const flow = measureFlow((side) => planTrader(random, side, offer));
  const crowdUsd = 2 * (1 - world.makerShare) * profile.openInterestUsd;
  const arrivalsPerMs = crowdUsd / flow.meanUsdMs;
  const roundTripUsdPerMs = (world.churnShare / (1 - world.churnShare)) * 2 * arrivalsPerMs * flow.meanUsd * TRADED_WITH_MAKERS;
  const capacity = Math.max(LEAST_CAPACITY, Math.round(CAPACITY * profile.share));
  const isPublic = profile.accounts === "public";
  const state: MarketState = {
    profile,
    world,
    brackets,
    offer,
    tickMs: coin.tickMs,
    random,
    coin,
    positions: createPositions(capacity, isPublic ? createTraderAccounts(createRandom(accountSeed)) : undefined),
    makers: createMakers(isPublic ? createDesks() : undefined),
    ledger: createLedger(),
    tape: createTape(capacity, profile.accounts),
    targetLots: Math.round(profile.openInterestUsd / notionalOf(profile, 1, last)),
    arrivalsPerMs,
    churnLotsPerMs: roundTripUsdPerMs / notionalOf(profile, 1, last),
    invited: [],
    crowdLots: [0, 0],
    funding: createFunding(profile.fundingIntervalMs, time),
    burst: { factor: 1, until: 0 },
    listing: "trading",
    time,
    last,
    index: last,
    premium: 0,
    impact: 0,
    averagePremium: 0,
    mark: last,
    arbitrageLots: 0,
  };
  coin.markets.push(state);
  return state;
}

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
