import { once } from "node:events";
import type { MarketEvent } from "#core/events.ts";
import { instrumentId, type Instrument, type InstrumentId } from "#core/instrument.ts";
import type { Ms } from "#core/units.ts";
import type { AccountPosition, ContractClass, Exchange, StreamHealth } from "#exchanges/exchange.ts";
import { contractClassOf } from "#exchanges/reading/choose-instruments.ts";
import type { Store } from "#storage/store.ts";
import type { Clock } from "#pipeline/clock.ts";
import { type Followed, type StageListener, followInstruments } from "./follow-instruments.ts";
import type { Tape } from "#pipeline/tape.ts";
import { endingKnown, rememberEnding } from "./ending-memory.ts";
import { type FoundInstruments, findInstruments } from "./find-instruments.ts";
import { type Ending, type ListingChanges, announcedOf, endedMeanwhile, endingOf } from "./listing-changes.ts";
import { watchListing } from "./listing-watch.ts";

/** One exchange while it is followed: asked for its instruments until it answers, then listened to. */
export interface ExchangeDesk {
  readonly exchange: Exchange;
  /** Coins of which the exchange says that it has nothing; undefined while it has not answered. */
  readonly missing: readonly string[] | undefined;
  /** Coins of which there is a market that has ended: its history is shown. */
  readonly kept: ReadonlySet<string>;
  /** Resolves when the exchange has answered, or has taken too long and its stored markets are open; rejects only when the opening is aborted. */
  readonly opened: Promise<void>;
  /** Coins that are missing will be there in a moment. */
  readonly isListing: boolean;
  health(): readonly StreamHealth[];
  stop(): Promise<void>;
}

export interface ExchangeDeskOptions {
  readonly exchange: Exchange;
  readonly coins: readonly string[];
  readonly contracts: readonly ContractClass[];
  readonly store: Store;
  readonly clock: Clock;
  /** Where trades, books and frames are kept. */
  readonly tape: Pick<Tape, "keep" | "keepFrame"> | undefined;
  /** Aborts the opening; an open desk is ended by `stop`. */
  readonly signal: AbortSignal;
  /** How soon coins that are missing may be listed; undefined: they are simply not there. */
  readonly relistMs?: (() => Ms | undefined) | undefined;
  /** See HubOptions. */
  readonly listings?: (() => number) | undefined;
  readonly onStage?: StageListener | undefined;
  /** Opens the market of an instrument, or returns the one that is open already. `ending`: it trades no more. */
  readonly marketOf: (instrument: Instrument, ending?: Ending) => Listener;
  readonly onProblem: (exchange: string, problem: string) => void;
}

export interface Listener {
  accept(event: MarketEvent): void;
  followAccounts(read: () => readonly AccountPosition[]): void;
  announce(ending: Ending | undefined): void;
  end(ending: Ending): void;
}

/** How long an opening waits before it shows what the store holds. */
const FIRST_ANSWER_MS = 6_000;
const FIRST_RETRY_MS = 5_000;
const LAST_RETRY_MS = 60_000;
/**
 * Opens the markets of an exchange. One that does not answer, whatever the reason, is asked again, ever less often; until then its markets are
 * those that the store holds. A coin that it lacks is left out, and joins when it is listed, as new dated futures do; what is delisted or delivered ends,
 * and its history stays.
 */
export function openExchangeDesk(options: ExchangeDeskOptions): ExchangeDesk {
  const { exchange, coins, contracts, store, clock, marketOf, relistMs = () => undefined, listings } = options;
  const { id } = exchange.declaration;
  const stopping = new AbortController();
  const followed: Followed[] = [];
  const trading = new Map<InstrumentId, Instrument>();
  const kept = new Set<string>();
  let missing: readonly string[] | undefined;
  let problem: { readonly words: string; readonly since: Ms } | undefined;
  let isListing = relistMs() !== undefined;
  let listingsAsked = listings?.();

  function follow(instruments: readonly Instrument[]) {
    if (instruments.length === 0) return;
    for (const instrument of instruments) trading.set(instrumentId(instrument), instrument);
    const markets = new Map(instruments.map((instrument) => [instrumentId(instrument), marketOf(instrument)]));
    const following = followInstruments({
      ...options,
      instruments,
      signal: stopping.signal,
      onEvents: (events) => events.forEach((event) => markets.get(event.instrument)?.accept(event)),
    });
    const { accounts } = following;
    if (accounts) for (const [id, market] of markets) market.followAccounts(() => accounts.positions(id));
    followed.push(following);
  }

  /** The first answer, or one to a question for coins that were missing. */
  async function begin(found: FoundInstruments) {
    answer({ added: found.instruments, gone: [], announced: announcedOf(found.instruments) }, found);
    // Where coins are still being listed, one that is not there yet has not ended.
    if (relistMs() === undefined || found.missing.length === 0) await keepEnded();
  }

  function answer({ added, gone, announced }: ListingChanges, found: FoundInstruments) {
    problem = undefined;
    missing = found.missing;
    follow(added);
    for (const { id, ending } of announced) {
      const instrument = trading.get(id);
      if (instrument) marketOf(instrument).announce(ending);
    }
    for (const instrument of gone) {
      const ending = endingOf(instrument, clock.now());
      trading.delete(instrumentId(instrument));
      kept.add(instrument.coin);
      marketOf(instrument).end(ending);
      options.onProblem(id, `${exchange.declaration.label} trades ${instrument.symbol} no more: it was ${ending.why}; its history is kept`);
      void rememberEnding(store, instrument, ending).catch((error: unknown) => options.onProblem(id, String(error)));
    }
  }

  /** It has not answered since the first failure after its last answer. */
  function fail(error: unknown) {
    problem = { words: wordsOf(error, exchange), since: problem?.since ?? clock.now() };
    return problem;
  }

  /** What ended while nobody listened is shown with what is stored of it. */
  async function keepEnded() {
    const stored = (await storedInstruments(options)).filter((instrument) => contracts.includes(contractClassOf(instrument)));
    for (const instrument of endedMeanwhile(stored, [...trading.values()], clock.now())) {
      kept.add(instrument.coin);
      const ending = await endingKnown(store, instrument, clock.now());
      marketOf(instrument, ending).end(ending);
    }
  }

  const ask = (wished = coins) => findInstruments(exchange, { coins: wished, contracts }, stopping.signal);

  /** Waits `retryMs`, or while coins are being listed as soon as there are more: asking more often would spend what the exchange allows. */
  async function untilWorthAsking(retryMs: number) {
    const soonMs = relistMs();
    if (soonMs === undefined || (missing === undefined && listings === undefined)) return clock.sleep(retryMs, stopping.signal);
    const latest = missing === undefined ? clock.now() + retryMs : Infinity;
    const isKnown = () => listings !== undefined && listings() === listingsAsked && relistMs() !== undefined;
    do await clock.sleep(soonMs, stopping.signal);
    while (isKnown() && clock.now() < latest);
  }

  async function keepAsking() {
    let retryMs = FIRST_RETRY_MS;
    let soonMs = relistMs();
    const isAwaited = () => missing === undefined || (soonMs !== undefined && missing.length > 0);
    while (!stopping.signal.aborted && isAwaited()) {
      isListing = missing !== undefined || soonMs !== undefined;
      try {
        await untilWorthAsking(retryMs);
        // As it was before the question: when the last is listed, it is asked for once more.
        soonMs = relistMs();
        listingsAsked = listings?.();
        await begin(await ask(missing));
      } catch (error) {
        if (stopping.signal.aborted) return;
        retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
        fail(error);
      }
    }
    isListing = false;
    await watchListing({
      clock,
      signal: stopping.signal,
      ask: () => ask(),
      followed: () => [...trading.values()],
      isSilent: () => streams().some(({ state }) => state === "stale"),
      onAnswer: answer,
      onFailure: fail,
    });
  }

  /** Those of instruments that have ended are silent for good. */
  const streams = () => followed.flatMap((each) => each.health()).filter(({ instrument }) => instrument === undefined || trading.has(instrument));

  async function open() {
    const signal = AbortSignal.any([options.signal, stopping.signal]);
    try {
      await begin(await firstAnswer({ ...options, signal }));
      if (missing?.length && relistMs() === undefined) options.onProblem(id, lackOf(exchange, missing));
    } catch (error) {
      signal.throwIfAborted();
      const { words } = fail(error);
      if (relistMs() !== undefined) return; // Its markets open as it lists them: asked for earlier, it would refuse them.
      options.onProblem(id, `${words}; showing what is stored, asking again`);
      for (const instrument of await storedInstruments(options)) marketOf(instrument);
    }
  }
  const opened = open();
  const asking = opened.then(keepAsking, () => undefined); // who opened it is told of an abort

  return {
    exchange,
    opened,
    get missing() {
      return missing;
    },
    kept,
    get isListing() {
      return isListing;
    },
    health() {
      if (missing === undefined) return [{ ...listing("connecting", problem?.words), problemAt: problem?.since }];
      const carried = streams();
      const lacking = missing.filter((coin) => !kept.has(coin));
      if (lacking.length === 0) return carried;
      if (relistMs() !== undefined) return [...carried, listing("connecting", `${lacking.join(", ")} will be listed soon`)];
      return [...carried, listing(carried.length > 0 ? "live" : "closed", lackOf(exchange, lacking))];
    },
    async stop() {
      stopping.abort(new Error("stopping"));
      await asking;
      await Promise.all(followed.map((each) => each.stop()));
    },
  };
}

/** Rejects when the exchange has not answered in the time that an opening waits, even if it does not heed the signal. */
async function firstAnswer({ exchange, coins, contracts, signal }: ExchangeDeskOptions): Promise<FoundInstruments> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(FIRST_ANSWER_MS)]);
  const answer = findInstruments(exchange, { coins, contracts }, limit);
  const late = once(limit, "abort").then(() => limit.throwIfAborted());
  return Promise.race([answer, late.then(() => answer)]);
}

const isTimeout = (error: unknown): boolean => error instanceof DOMException && error.name === "TimeoutError";

function wordsOf(error: unknown, { declaration }: Exchange): string {
  if (isTimeout(error)) return `${declaration.label} did not answer within ${FIRST_ANSWER_MS / 1_000} s`;
  return error instanceof Error ? error.message : String(error);
}

const lackOf = ({ declaration }: Exchange, missing: readonly string[]): string => `${declaration.label} has no contract of ${missing.join(", ")} as wanted`;

async function storedInstruments({ store, exchange, coins }: ExchangeDeskOptions): Promise<readonly Instrument[]> {
  const wanted = new Set(coins.map((coin) => coin.toUpperCase()));
  return (await store.instruments()).filter(({ exchange: id, coin }) => id === exchange.declaration.id && wanted.has(coin));
}

const listing = (state: StreamHealth["state"], problem: string | undefined): StreamHealth => ({
  stream: "instruments",
  instrument: undefined,
  state,
  lastMessageAt: undefined,
  messages: 0,
  dropped: 0,
  gaps: 0,
  reconnects: 0,
  shed: 0,
  perSecond: 0,
  lagMs: undefined,
  problem,
});
