import { AppError } from "#core/app-error.ts";
import type { MarketEvent } from "#core/events.ts";
import { instrumentId, type Instrument } from "#core/instrument.ts";
import { watchBrackets } from "#exchanges/connection/bracket-watch.ts";
import type { ContractClass, Exchange, Feed, StreamHealth } from "#exchanges/exchange.ts";
import type { Store } from "#storage/store.ts";
import type { Clock } from "./clock.ts";

/** One exchange while it is followed: asked for its instruments until it answers, then listened to. */
export interface ExchangeDesk {
  health(): readonly StreamHealth[];
  stop(): Promise<void>;
}

export interface ExchangeDeskOptions {
  readonly exchange: Exchange;
  readonly coins: readonly string[];
  readonly contracts: readonly ContractClass[];
  readonly store: Store;
  readonly clock: Clock;
  /** Aborts the opening; an open desk is ended by `stop`. */
  readonly signal: AbortSignal;
  /** Opens the market of an instrument, or returns the one that is open already. */
  readonly marketOf: (instrument: Instrument) => Listener;
  readonly onProblem: (exchange: string, problem: string) => void;
}

interface Listener {
  accept(event: MarketEvent): void;
}

/** How long an opening waits before it shows what the store holds. */
const FIRST_ANSWER_MS = 6_000;
const FIRST_RETRY_MS = 5_000;
const LAST_RETRY_MS = 60_000;

/**
 * Opens the markets of an exchange. One that does not answer is asked again, ever less often; until then its markets are those that the store
 * holds. Rejects with `not-found` for a coin that the exchange does not have.
 */
export async function openExchangeDesk(options: ExchangeDeskOptions): Promise<ExchangeDesk> {
  const { exchange, coins, contracts, clock, marketOf } = options;
  const { id } = exchange.declaration;
  const stopping = new AbortController();
  let feed: Feed | undefined;
  let problem: string | undefined;

  function follow(instruments: readonly Instrument[]) {
    problem = undefined;
    const markets = new Map(instruments.map((instrument) => [instrumentId(instrument), marketOf(instrument)]));
    const onEvents = (events: readonly MarketEvent[]) => events.forEach((event) => markets.get(event.instrument)?.accept(event));
    feed = exchange.feed({ instruments, signal: stopping.signal, onEvents });
    watching = watchMargin(instruments, onEvents);
  }

  /** Resolves when the desk stops, at once where the exchange publishes no margin brackets. */
  async function watchMargin(instruments: readonly Instrument[], onEvents: (events: readonly MarketEvent[]) => void): Promise<void> {
    let before: string | undefined;
    if (exchange.brackets === undefined) return;
    await watchBrackets({
      read: async (signal) => (await exchange.brackets?.(instruments, signal)) ?? [],
      clock,
      signal: stopping.signal,
      onChange: (tables, time) => onEvents(tables.map((table) => ({ kind: "brackets", time, ...table }))),
      onProblem(words) {
        if (words !== before) options.onProblem(id, `${words}; the margin brackets known so far stay in force`);
        before = words;
      },
    });
  }

  async function askUntilAnswered() {
    for (let retryMs = FIRST_RETRY_MS; !stopping.signal.aborted; retryMs = Math.min(LAST_RETRY_MS, retryMs * 2)) {
      try {
        await clock.sleep(retryMs, stopping.signal);
        return follow(await exchange.instruments({ coins, contracts }, stopping.signal));
      } catch (error) {
        if (stopping.signal.aborted) return;
        problem = wordsOf(error, exchange);
        if (!passes(error)) return options.onProblem(id, problem);
      }
    }
  }

  let asking: Promise<void> = Promise.resolve();
  let watching: Promise<void> = Promise.resolve();
  try {
    follow(await exchange.instruments({ coins, contracts }, AbortSignal.any([options.signal, AbortSignal.timeout(FIRST_ANSWER_MS)])));
  } catch (error) {
    options.signal.throwIfAborted();
    if (!passes(error)) throw error;
    problem = wordsOf(error, exchange);
    options.onProblem(id, `${problem}; showing what is stored, asking again`);
    for (const instrument of await storedInstruments(options)) marketOf(instrument);
    asking = askUntilAnswered();
  }

  return {
    health: () => (feed ? feed.health() : [silence(problem)]),
    async stop() {
      stopping.abort(new Error("stopping"));
      await asking;
      await feed?.stop();
      await watching;
    },
  };
}

/** Waiting may mend it. */
const passes = (error: unknown): boolean => isTimeout(error) || (error instanceof AppError && error.code === "unavailable");
const isTimeout = (error: unknown): boolean => error instanceof DOMException && error.name === "TimeoutError";

function wordsOf(error: unknown, { declaration }: Exchange): string {
  if (isTimeout(error)) return `${declaration.label} did not answer within ${FIRST_ANSWER_MS / 1_000} s`;
  return error instanceof Error ? error.message : String(error);
}

async function storedInstruments({ store, exchange, coins }: ExchangeDeskOptions): Promise<readonly Instrument[]> {
  const wanted = new Set(coins.map((coin) => coin.toUpperCase()));
  return (await store.instruments()).filter(({ exchange: id, coin }) => id === exchange.declaration.id && wanted.has(coin));
}

const silence = (problem: string | undefined): StreamHealth => ({
  stream: "instruments",
  instrument: undefined,
  state: "connecting",
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
