import type { MarketEvent } from "#core/events.ts";
import { instrumentId, type Instrument, type InstrumentId } from "#core/instrument.ts";
import type { Ms } from "#core/units.ts";
import type { ContractClass, Exchange, StreamHealth } from "#exchanges/exchange.ts";
import type { Clock } from "#pipeline/clock.ts";
import { openExchangeDesk } from "#pipeline/listing/exchange-desk.ts";
import { type RecorderHealth, startRecorder } from "#pipeline/recorder.ts";
import type { Tape } from "#pipeline/tape.ts";
import type { Store } from "#storage/store.ts";
import { type CollectedMarket, collectMarket } from "./collected-market.ts";

export interface CollectingOptions {
  readonly store: Store;
  readonly exchanges: readonly Exchange[];
  readonly coins: readonly string[];
  readonly contracts: readonly ContractClass[];
  /** Where trades, books and frames are kept; undefined: nowhere. Who opened it closes it. */
  readonly tape?: Tape | undefined;
  readonly clock: Clock;
  /** See HubOptions. */
  readonly relistMs?: Ms;
  readonly listings?: (() => number) | undefined;
  /** Aborts the start; what is collecting is ended by `stop`. */
  readonly signal: AbortSignal;
  readonly onProblem: (where: string, problem: string) => void;
}

/** Exchanges that are listened to and recorded: no history is fetched and nothing is estimated. */
export interface Collecting {
  /** Resolves when every exchange was asked for its instruments. */
  readonly opened: Promise<unknown>;
  markets(): readonly InstrumentId[];
  feeds(): readonly (StreamHealth & { readonly exchange: string })[];
  recorder(): RecorderHealth;
  /** Ends the feeds and stores what waits. The store stays open. */
  stop(): Promise<void>;
}

/** How often it is stored how long was listened. */
const NOTE_EVERY_MS = 10_000;

export function openCollecting(options: CollectingOptions): Collecting {
  const { store, exchanges, clock, relistMs, onProblem } = options;
  const recorder = startRecorder(store, clock);
  const markets = new Map<InstrumentId, CollectedMarket>();

  function marketOf(instrument: Instrument) {
    const id = instrumentId(instrument);
    const market = markets.get(id) ?? collectMarket({ instrument, store, recorder, clock, onProblem: (problem) => onProblem(id, problem) });
    markets.set(id, market);
    return {
      accept: (event: MarketEvent) => market.accept(event),
      // What accounts hold is measured by who estimates, and an end is for who shows it.
      followAccounts: () => undefined,
      announce: () => undefined,
      end: () => undefined,
    };
  }

  const desks = exchanges.map((exchange) => openExchangeDesk({ ...options, relistMs: () => relistMs, tape: options.tape, exchange, marketOf }));
  const noteAll = () => Promise.all([...markets.values()].map((market) => market.note()));
  const stopNotes = clock.every(NOTE_EVERY_MS, () => void noteAll()); // never rejects

  return {
    opened: Promise.allSettled(desks.map((desk) => desk.opened)),
    markets: () => [...markets.keys()],
    feeds: () => desks.flatMap((desk) => desk.health().map((health) => Object.assign({ exchange: desk.exchange.declaration.id }, health))),
    recorder: () => recorder.health(),
    async stop() {
      stopNotes();
      await Promise.all(desks.map((desk) => desk.stop()));
      await noteAll();
      await recorder.stop();
    },
  };
}
