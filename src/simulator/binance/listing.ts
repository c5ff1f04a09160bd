import type { Recorder } from "#simulator/market/recorder.ts";
import { createRandom } from "#simulator/market/random.ts";
import { type LiquidationFeed, createLiquidationFeed } from "./liquidation-feed.ts";
import { type OrderBook, createOrderBook } from "./order-book.ts";
import { type Decimals, decimalsOf } from "./wire-decimal.ts";

/** One symbol as the exchange carries it. */
export interface Listing {
  readonly symbol: string;
  readonly coin: string;
  readonly recorder: Recorder;
  readonly book: OrderBook;
  readonly decimals: Decimals;
  readonly liquidations: LiquidationFeed;
}

/** The listing of a market whose history is written up to the recorder's `now`. */
export function createListing(recorder: Recorder, seed: string): Listing {
  const { profile, world } = recorder.market;
  const tickInBasisPoints = (profile.tickSize / recorder.last) * 1e4;
  const meanLots = (world.depthPerBasisPoint * profile.openInterestUsd * tickInBasisPoints) / (recorder.last * profile.lotSize);
  return {
    symbol: profile.symbol,
    coin: profile.coin,
    recorder,
    book: createOrderBook(createRandom(`${seed}/${profile.coin}/book`), {
      bestBid: bestBidTick(recorder),
      meanLots,
      // Ids of real books are far from zero, and grow over restarts.
      firstId: Math.floor(recorder.now),
      time: recorder.now,
    }),
    decimals: decimalsOf(profile),
    liquidations: createLiquidationFeed(),
  };
}

export const bestBidTick = ({ last, market }: Recorder): number => Math.max(1, Math.round(last / market.profile.tickSize));
