import { once } from "node:events";
import type { MarketEvent } from "#core/events.ts";
import { instrumentId, type Instrument } from "#core/instrument.ts";
import { HOUR_MS, type Ms } from "#core/units.ts";
import type { AccountPosition, ContractClass, Exchange, StreamHealth } from "#exchanges/exchange.ts";
import type { Store } from "#storage/store.ts";
import type { Clock } from "./clock.ts";
import { type Followed, followInstruments } from "./follow-instruments.ts";
import type { Tape } from "./tape.ts";
import { type FoundInstruments, findInstruments } from "./find-instruments.ts";

/** One exchange while it is followed: asked for its instruments until it answers, then listened to. */
export interface ExchangeDesk {
  readonly exchange: Exchange;
  /** Coins of which the exchange says that it has nothing; undefined while it has not answered. */
  readonly missing: readonly string[] | undefined;
  /** Resolves when the exchange has answered, or has taken too long and its stored markets are open; rejects only when the opening is aborted. */
  readonly opened: Promise<void>;
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
  /** See HubOptions. */
  readonly relistMs?: Ms | undefined;
  /** Opens the market of an instrument, or returns the one that is open already. */
  readonly marketOf: (instrument: Instrument) => Listener;
  readonly onProblem: (exchange: string, problem: string) => void;
}

export interface Listener {
  accept(event: MarketEvent): void;
  followAccounts(read: () => readonly AccountPosition[]): void;
}

/** How long an opening waits before it shows what the store holds. */
const FIRST_ANSWER_MS = 6_000;
const FIRST_RETRY_MS = 5_000;
const LAST_RETRY_MS = 60_000;
/** How often an exchange is asked again for coins that it did not have: they may be listed by then. */
const RELIST_MS = HOUR_MS;

/**
 * Opens the markets of an exchange. One that does not answer, whatever the reason, is asked again, ever less often; until then its markets are
 * those that the store holds. A coin that it lacks is left out, and joins when it is listed.
 */
export function openExchangeDesk(options: ExchangeDeskOptions): ExchangeDesk {
  const { exchange, coins, contracts, clock, marketOf, relistMs } = options;
  const { id } = exchange.declaration;
  const stopping = new AbortController();
  const followed: Followed[] = [];
  let missing: readonly string[] | undefined;
  let problem: string | undefined;

  function follow(found: FoundInstruments) {
    problem = undefined;
    missing = found.missing;
    if (found.instruments.length === 0) return;
    const markets = new Map(found.instruments.map((instrument) => [instrumentId(instrument), marketOf(instrument)]));
    const following = followInstruments({
      ...options,
      instruments: found.instruments,
      signal: stopping.signal,
      onEvents: (events) => events.forEach((event) => markets.get(event.instrument)?.accept(event)),
    });
    const { accounts } = following;
    if (accounts) for (const [id, market] of markets) market.followAccounts(() => accounts.positions(id));
    followed.push(following);
  }

  async function keepAsking() {
    let retryMs = FIRST_RETRY_MS;
    while (!stopping.signal.aborted && (missing === undefined || missing.length > 0)) {
      try {
        await clock.sleep(missing === undefined ? retryMs : (relistMs ?? RELIST_MS), stopping.signal);
        follow(await findInstruments(exchange, { coins: missing ?? coins, contracts }, stopping.signal));
      } catch (error) {
        if (stopping.signal.aborted) return;
        retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
        problem = wordsOf(error, exchange);
      }
    }
  }

  async function open() {
    const signal = AbortSignal.any([options.signal, stopping.signal]);
    try {
      follow(await firstAnswer({ ...options, signal }));
      if (missing?.length && relistMs === undefined) options.onProblem(id, lackOf(exchange, missing));
    } catch (error) {
      signal.throwIfAborted();
      problem = wordsOf(error, exchange);
      options.onProblem(id, `${problem}; showing what is stored, asking again`);
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
    health() {
      const streams = followed.flatMap((each) => each.health());
      if (missing === undefined) return [listing("connecting", problem)];
      if (missing.length === 0) return streams;
      if (relistMs !== undefined) return [...streams, listing("connecting", `${missing.join(", ")} will be listed soon`)];
      return [...streams, listing(streams.length > 0 ? "live" : "closed", lackOf(exchange, missing))];
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
