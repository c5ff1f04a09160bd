import { setImmediate as nextTurn } from "node:timers/promises";
import { DAY_MS, HOUR_MS } from "#core/units.ts";
import { createRecorder } from "#simulator/market/recorder.ts";
import { type Listing, createListing } from "#simulator/wire/listing.ts";
import type { Venue } from "#simulator/wire/venue.ts";

export interface HistoryOptions {
  readonly seed: string;
  readonly coins: readonly string[];
  readonly now: number;
  readonly historyDays: number;
  readonly signal?: AbortSignal;
}

const HISTORY_SLICE_MS = HOUR_MS;
/** Candles are kept this much longer than the history asked for. */
const KEPT_AFTERWARDS_DAYS = 30;

/** Every coin on every venue with its history up to `now`; written in slices, so that a process that also serves something stays responsive. */
export async function writeListings(venues: readonly Venue[], { seed, coins, now, historyDays, signal }: HistoryOptions): Promise<Listing[]> {
  const start = Math.floor(now / DAY_MS) * DAY_MS - historyDays * DAY_MS;
  const listings: Listing[] = [];
  for (const venue of venues) {
    for (const coin of coins) {
      const [instrument] = venue.declaration.instruments(coin, start);
      const { marginModel, symbol } = instrument;
      const recorder = createRecorder({ seed, coin, start, exchange: { marginModel, symbolOf: () => symbol }, keepDays: historyDays + KEPT_AFTERWARDS_DAYS });
      for (let time = start; time < now; time += HISTORY_SLICE_MS) {
        signal?.throwIfAborted();
        recorder.advanceTo(Math.min(now, time + HISTORY_SLICE_MS));
        recorder.takeForced();
        await nextTurn();
      }
      listings.push(createListing(recorder, { instrument, seed }));
    }
  }
  return listings;
}
