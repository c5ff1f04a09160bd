import { setImmediate as nextTurn } from "node:timers/promises";
import { DAY_MS, HOUR_MS } from "#core/units.ts";
import type { InstrumentDeclaration } from "#simulator/market/instrument-declaration.ts";
import { createCrowd } from "#simulator/market/crowd.ts";
import type { ForcedOrder } from "#simulator/market/tape.ts";
import { type Listing, createListing } from "#simulator/wire/listing.ts";
import type { Venue } from "#simulator/wire/venue.ts";

export interface HistoryOptions {
  readonly seed: string;
  readonly coins: readonly string[];
  readonly now: number;
  readonly historyDays: number;
  readonly signal?: AbortSignal;
  /** Kinds of contract. Default: all. */
  readonly contracts?: readonly SimulatedContract[];
}

export type SimulatedContract = "linear-perpetual" | "inverse-perpetual" | "linear-dated" | "inverse-dated";

const contractOf = ({ contract, expiry }: InstrumentDeclaration): SimulatedContract => `${contract}-${expiry === undefined ? "perpetual" : "dated"}`;

const HISTORY_SLICE_MS = HOUR_MS;
/** Candles are kept this much longer than the history asked for. */
const KEPT_AFTERWARDS_DAYS = 30;
/** The longest that an exchange still shows liquidations. */
const FORCED_KEPT_MS = 3 * DAY_MS;

/**
 * Everything that the venues list of the coins, venue by venue, with its history up to `now`: of each coin one crowd on all of them.
 * Written in slices, so that a process that also serves something stays responsive. A coin that no venue lists is `not-found`.
 * Which venues and kinds of contract there are decides how the crowd is spread: other ones, another market.
 */
export async function writeListings(venues: readonly Venue[], { seed, coins, now, historyDays, signal, contracts }: HistoryOptions): Promise<Listing[]> {
  const start = Math.floor(now / DAY_MS) * DAY_MS - historyDays * DAY_MS;
  const listings: Listing[] = [];
  for (const coin of coins) {
    const instruments = venues
      .flatMap(({ declaration }) => declaration.instruments(coin, start))
      .filter((instrument) => contracts?.includes(contractOf(instrument)) ?? true);
    const crowd = createCrowd({ seed, coin, start, instruments, keepDays: historyDays + KEPT_AFTERWARDS_DAYS });
    const forced: ForcedOrder[][] = instruments.map(() => []);
    for (let time = start; time < now; time += HISTORY_SLICE_MS) {
      signal?.throwIfAborted();
      crowd.advanceTo(Math.min(now, time + HISTORY_SLICE_MS));
      for (const [at, recorder] of crowd.recorders.entries()) forced[at].push(...recorder.takeForced().filter((order) => order.time >= now - FORCED_KEPT_MS));
      await nextTurn();
    }
    for (const [at, recorder] of crowd.recorders.entries())
      listings.push(createListing(recorder, { instrument: instruments[at], seed, forcedBefore: forced[at], delist: () => crowd.delist(instruments[at]) }));
  }
  return venues.flatMap(({ declaration }) => listings.filter(({ exchange }) => exchange === declaration.exchange));
}
