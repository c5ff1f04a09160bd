import { setImmediate as nextTurn } from "node:timers/promises";
import { AppError } from "#core/app-error.ts";
import { createControlDesk } from "#simulator/wire/control-desk.ts";
import { type FaultBook, createFaultBook } from "#simulator/wire/fault-book.ts";
import { openFrontDoor } from "#simulator/wire/front-door.ts";
import { type Journal, type Publication, createJournal } from "#simulator/wire/journal.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { startRounds } from "#simulator/wire/rounds.ts";
import { openVenue } from "#simulator/wire/open-venue.ts";
import { type SimulatedContract, type WritingProgress, assertListed, writeListings } from "./listings.ts";
import { VENUES } from "./registry.ts";

export interface SimulatedExchangesOptions {
  readonly seed: string;
  /** e.g. `["BTC", "ETH", "SOL"]`; a coin that none of the exchanges lists is `not-found`. */
  readonly coins: readonly string[];
  /** Default: all. */
  readonly exchanges?: readonly string[];
  /** Kinds of contract. Default: all that the exchanges list. */
  readonly contracts?: readonly SimulatedContract[];
  /** Epoch ms of the call; from then on the exchanges run in real time. */
  readonly now: number;
  /** Days of history before the midnight (UTC) that precedes `now`. */
  readonly historyDays: number;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Aborting ends the start while history is written; open exchanges are ended by `stop`. */
  readonly signal?: AbortSignal;
  /** Entries of each kind that the journal keeps. Default 65,536. */
  readonly journalEntries?: number;
  /** Hears of every publication before it goes out. Must not throw. */
  readonly onPublished?: (publication: Publication) => void;
  /** Hears how far the past is written; a share of 1 when everything is listed. */
  readonly onProgress?: (progress: WritingProgress) => void;
}

/** Where simulated exchanges are, for whoever is on another thread. */
export interface SimulatedAddresses {
  /** Base URL of every host of every venue, by the name of its setting. */
  readonly hosts: Readonly<Record<string, string>>;
  /** `http://host:port/truth`; add `?exchange=binance&symbol=BTCUSDT`. */
  readonly truthUrl: string;
  /** `http://host:port`; `/faults` and `/sent` are there. */
  readonly controlUrl: string;
}

export interface SimulatedExchanges extends SimulatedAddresses {
  readonly faults: FaultBook;
  readonly journal: Journal;
  /** Grows, coin by coin, until all are written. */
  readonly listings: readonly Listing[];
  /** Resolves when the past of every coin is written and all are listed; rejects with the signal's reason. */
  readonly written: Promise<void>;
  /** Resolves when every socket is closed. */
  readonly stop: () => Promise<void>;
}

/**
 * Writes the history of every coin on every exchange, and opens them on `host:port`, each under its own prefix. Rejects with `unavailable`
 * when the port is taken, `not-found` for an unknown exchange or coin, or with the signal's reason.
 */
export async function startSimulatedExchanges(options: SimulatedExchangesOptions): Promise<SimulatedExchanges> {
  const opened = await openSimulatedExchanges(options);
  try {
    await opened.written;
  } catch (error) {
    await opened.stop();
    throw error;
  }
  return opened;
}

/** Like {@link startSimulatedExchanges}, but resolves when the port is open: a coin is listed, everywhere at once, as soon as its history is written. */
export async function openSimulatedExchanges(options: SimulatedExchangesOptions): Promise<SimulatedExchanges> {
  // First of all: what comes before it is time by which every stamp would be late.
  const calledAt = performance.now();
  const { seed, now, host, port, exchanges = VENUES.map(({ declaration }) => declaration.exchange), journalEntries = 1 << 16 } = options;
  const unknown = exchanges.filter((id) => !VENUES.some(({ declaration }) => declaration.exchange === id));
  if (unknown.length > 0) throw new AppError("not-found", `no simulated exchange called ${unknown.join(", ")}`);
  const venues = VENUES.filter(({ declaration }) => exchanges.includes(declaration.exchange));
  assertListed(venues, options);
  const clock = () => Math.floor(now + performance.now() - calledAt);
  const listings: Listing[] = [];
  const faults = createFaultBook(clock);
  const journal = createJournal({ keep: journalEntries, onPublished: options.onPublished });
  const open = venues.map((venue) => openVenue(venue, { seed, faults, journal, now: clock }));
  const door = await openFrontDoor(open, createControlDesk({ seed, listings, faults, journal }), { host, port });
  const stopRounds = startRounds(open, { faults, now: clock });
  const stopping = new AbortController();
  const written = write();
  // Who does not wait for it hears of its end by `stop`.
  written.catch(() => undefined);
  const at = `${host}:${door.port}`;

  async function write() {
    // Who opens it is answered before the first slice of work.
    await nextTurn();
    const signal = AbortSignal.any([stopping.signal, ...(options.signal ? [options.signal] : [])]);
    for await (const ofCoin of writeListings(venues, { ...options, signal, isAsked: () => listings.length > 0 && door.isAsked() })) {
      listings.push(...ofCoin);
      for (const listing of ofCoin) open.find(({ exchange }) => exchange === listing.exchange)?.list(listing);
    }
    options.onProgress?.({ coin: options.coins.at(-1) ?? "", share: 1 });
  }

  return {
    hosts: Object.assign(
      {},
      ...venues.map(({ declaration: { exchange }, hosts }) => hosts({ http: `http://${at}/${exchange}`, ws: `ws://${at}/${exchange}` })),
    ) as Record<string, string>,
    truthUrl: `http://${at}/truth`,
    controlUrl: `http://${at}`,
    faults,
    journal,
    listings,
    written,
    async stop() {
      stopping.abort(new AppError("unavailable", "stopped"));
      await written.catch(() => undefined); // its reason is this stop, or has been told
      stopRounds();
      await door.close();
    },
  };
}
