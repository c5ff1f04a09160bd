import type { MarketEvent } from "#core/events.ts";
import type { Instrument } from "#core/instrument.ts";
import { watchBrackets } from "#exchanges/connection/bracket-watch.ts";
import type { AccountWatch, Exchange, FeedStage, StreamHealth } from "#exchanges/exchange.ts";
import type { Store } from "#storage/store.ts";
import type { Clock } from "#pipeline/clock.ts";
import type { Tape } from "#pipeline/tape.ts";
import { keepAccounts } from "#pipeline/measured/account-memory.ts";

/** Hears how long frames of an exchange take, in ms. */
export type StageListener = (stage: FeedStage, exchange: string, durationMs: number) => void;

/** Instruments of one exchange that are listened to: their feed, and their margin brackets and accounts where it publishes them. */
export interface Followed {
  /** Where positions are private: undefined. */
  readonly accounts: Pick<AccountWatch, "positions"> | undefined;
  health(): readonly StreamHealth[];
  stop(): Promise<void>;
}

export interface FollowOptions {
  readonly exchange: Exchange;
  readonly instruments: readonly Instrument[];
  readonly store: Pick<Store, "readMeta" | "writeMeta">;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly tape: Pick<Tape, "keep" | "keepFrame"> | undefined;
  readonly onEvents: (events: readonly MarketEvent[]) => void;
  /** See HubOptions. */
  readonly onStage?: StageListener | undefined;
  readonly onProblem: (exchange: string, problem: string) => void;
}

export function followInstruments(options: FollowOptions): Followed {
  const { exchange, instruments, signal, tape, onEvents, onStage } = options;
  const { id } = exchange.declaration;
  const accounts = exchange.watchAccounts?.({ instruments, signal, onEvents });
  const memory = accounts && keepAccounts(accounts, options);
  const feed = exchange.feed({
    instruments,
    signal,
    ...(tape?.keepFrame && { onFrame: (frame) => tape.keepFrame?.(id, frame) }),
    ...(onStage && { onStage: (stage, durationMs) => onStage(stage, id, durationMs) }),
    onEvents(events) {
      tape?.keep(id, events);
      accounts?.hear(events);
      onEvents(events);
    },
  });
  const watching = watchMargin(options);
  return {
    accounts,
    health: () => (accounts ? [...feed.health(), accounts.health()] : feed.health()),
    async stop() {
      await feed.stop();
      await accounts?.stop();
      await memory?.stop();
      await watching;
    },
  };
}

/** Resolves when the signal aborts, at once where the exchange publishes no margin brackets. */
async function watchMargin({ exchange, instruments, clock, signal, onEvents, onProblem }: FollowOptions): Promise<void> {
  let before: string | undefined;
  if (exchange.brackets === undefined) return;
  await watchBrackets({
    read: async (reading) => (await exchange.brackets?.(instruments, reading)) ?? [],
    clock,
    signal,
    onChange: (tables, time) => onEvents(tables.map((table) => ({ kind: "brackets", time, ...table }))),
    onProblem(words) {
      if (words !== before) onProblem(exchange.declaration.id, `${words}; the margin brackets known so far stay in force`);
      before = words;
    },
  });
}
