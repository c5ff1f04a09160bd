import { notionalOf } from "#simulator/market/contract-value.ts";
import type { InstrumentDeclaration } from "#simulator/market/instrument-declaration.ts";
import type { Recorder } from "#simulator/market/recorder.ts";
import type { ForcedOrder } from "#simulator/market/tape.ts";
import { createRandom } from "#simulator/market/random.ts";
import { type OrderBook, createOrderBook } from "./order-book.ts";
import { type Decimals, decimalsOf } from "./wire-decimal.ts";

/** One instrument as an exchange carries it. */
export interface Listing {
  readonly exchange: string;
  readonly symbol: string;
  readonly instrument: InstrumentDeclaration;
  readonly coin: string;
  readonly recorder: Recorder;
  readonly book: OrderBook;
  readonly decimals: Decimals;
  /** When trading ends, epoch ms, once that is announced. */
  readonly term: { endsAt: number | undefined };
  /** From the next tick on nothing trades here, and every position is settled at the mark. For good. */
  delist(): void;
  /** What was forced in the last days before the exchange opened, oldest first. */
  readonly forcedBefore: readonly ForcedOrder[];
}

export interface ListingOptions {
  readonly instrument: InstrumentDeclaration;
  readonly seed: string;
  readonly delist: () => void;
  readonly forcedBefore?: readonly ForcedOrder[];
}

/** The listing of a market whose history is written up to the recorder's `now`. */
export function createListing(recorder: Recorder, { instrument, seed, delist, forcedBefore = [] }: ListingOptions): Listing {
  const { profile, world } = recorder.market;
  const tickInBasisPoints = (profile.tickSize / recorder.last) * 1e4;
  const meanLots = (world.depthPerBasisPoint * profile.openInterestUsd * tickInBasisPoints) / notionalOf(profile, 1, recorder.last);
  return {
    exchange: instrument.exchange,
    symbol: instrument.symbol,
    instrument,
    coin: profile.coin,
    recorder,
    book: createOrderBook(createRandom(`${seed}/${instrument.exchange}/${instrument.symbol}/book`), {
      bestBid: bestBidTick(recorder),
      meanLots,
      // Ids of real books are far from zero, and grow over restarts.
      firstId: Math.floor(recorder.now),
      time: recorder.now,
    }),
    decimals: decimalsOf(profile),
    term: { endsAt: undefined },
    delist,
    forcedBefore,
  };
}

export const bestBidTick = ({ last, market }: Recorder): number => Math.max(1, Math.round(last / market.profile.tickSize));

/** Neither delivered nor delisted. */
export const isTrading = ({ recorder, term }: Listing, now: number): boolean => recorder.market.listing === "trading" && now < (term.endsAt ?? Infinity);
