import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { AppError } from "#core/app-error.ts";
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
  /** Hears how far the past is written: the coin that is being written, and the share of all of it, below 1. */
  readonly onProgress?: (progress: WritingProgress) => void;
  /** Somebody waits for answers about what is listed already. */
  readonly isAsked?: () => boolean;
}

export interface WritingProgress {
  readonly coin: string;
  readonly share: number;
}

export type SimulatedContract = "linear-perpetual" | "inverse-perpetual" | "linear-dated" | "inverse-dated";

const contractOf = ({ contract, expiry }: InstrumentDeclaration): SimulatedContract => `${contract}-${expiry === undefined ? "perpetual" : "dated"}`;

/** A few ms of work: what is listed already answers and publishes between them. */
const HISTORY_SLICE_MS = HOUR_MS / 10;
/** How long it waits after a slice while somebody asks for what is listed: about as long as a slice takes. */
const WAY_GIVEN_MS = 4;
/** Candles are kept this much longer than the history asked for. */
const KEPT_AFTERWARDS_DAYS = 30;
/** The longest that an exchange still shows liquidations. */
const FORCED_KEPT_MS = 3 * DAY_MS;

/**
 * Everything that the venues list of the coins, coin by coin, with its history up to `now`: of each coin one crowd on all of them.
 * Written in slices, so that a process that also serves something stays responsive. A coin that no venue lists is `not-found`; see assertListed.
 * Which venues and kinds of contract there are decides how the crowd is spread: other ones, another market.
 */
export async function* writeListings(
  venues: readonly Venue[],
  { seed, coins, now, historyDays, signal, contracts, onProgress, isAsked }: HistoryOptions,
): AsyncGenerator<readonly Listing[]> {
  const start = startOfHistory({ now, historyDays });
  for (const [done, coin] of coins.entries()) {
    const instruments = instrumentsOf(venues, { coin, start, contracts });
    const crowd = createCrowd({ seed, coin, start, instruments, keepDays: historyDays + KEPT_AFTERWARDS_DAYS });
    const forced: ForcedOrder[][] = instruments.map(() => []);
    for (let time = start; time < now; time += HISTORY_SLICE_MS) {
      signal?.throwIfAborted();
      crowd.advanceTo(Math.min(now, time + HISTORY_SLICE_MS));
      for (const [at, recorder] of crowd.recorders.entries()) forced[at].push(...recorder.takeForced().filter((order) => order.time >= now - FORCED_KEPT_MS));
      onProgress?.({ coin, share: (done + (time - start) / (now - start)) / coins.length });
      if (isAsked?.()) await pause(WAY_GIVEN_MS);
      else await nextTurn();
    }
    yield crowd.recorders.map((recorder, at) =>
      createListing(recorder, { instrument: instruments[at], seed, forcedBefore: forced[at], delist: () => crowd.delist(instruments[at]) }),
    );
  }
}

/** Throws `not-found` for a coin that none of the venues lists. */
export function assertListed(
  venues: readonly Venue[],
  { coins, contracts, ...span }: Pick<HistoryOptions, "coins" | "contracts" | "now" | "historyDays">,
): void {
  const start = startOfHistory(span);
  for (const coin of coins)
    if (instrumentsOf(venues, { coin, start, contracts }).length === 0) throw new AppError("not-found", `no simulated exchange lists ${coin}`);
}

const startOfHistory = ({ now, historyDays }: Pick<HistoryOptions, "now" | "historyDays">): number => Math.floor(now / DAY_MS) * DAY_MS - historyDays * DAY_MS;

interface CoinAsked {
  readonly coin: string;
  readonly start: number;
  readonly contracts: readonly SimulatedContract[] | undefined;
}

const instrumentsOf = (venues: readonly Venue[], { coin, start, contracts }: CoinAsked): InstrumentDeclaration[] =>
  venues.flatMap(({ declaration }) => declaration.instruments(coin, start)).filter((instrument) => contracts?.includes(contractOf(instrument)) ?? true);
