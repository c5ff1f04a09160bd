import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MarketEvent } from "#core/events.ts";
import { HOUR_MS, asMs } from "#core/units.ts";
import { CONTRACT_CLASSES, type Exchange, type Feed } from "#exchanges/exchange.ts";
import { systemClock } from "#pipeline/clock.ts";
import { type Hub, startHub } from "#pipeline/hub.ts";
import { createTape } from "#pipeline/tape.ts";
import { openDuckDbStore } from "#storage/duckdb/open-duckdb-store.ts";
import { openShelf } from "#storage/shelf/shelf.ts";
import type { Store } from "#storage/store.ts";

/** The product's own way from feeds to store and tape, with a listener beside it. */
export interface RecordingHub {
  readonly hub: Hub;
  /** Where the tape is kept. */
  readonly tapeFolder: string;
  readonly feeds: ReadonlyMap<string, readonly Feed[]>;
  /** Ends hub and tape as SIGTERM does; resolves to the ms that it took. The store stays open to be read. */
  stop(): Promise<number>;
  readonly store: Store;
  remove(): Promise<void>;
}

export interface RecordingOptions {
  readonly exchanges: readonly Exchange[];
  readonly coins: readonly string[];
  readonly onEvents: (events: readonly MarketEvent[]) => void;
  readonly onProblem: (problem: string) => void;
}

const DEPTH_MS = asMs(2 * HOUR_MS);

export async function openRecordingHub({ exchanges, coins, onEvents, onProblem }: RecordingOptions): Promise<RecordingHub> {
  const folder = await mkdtemp(join(tmpdir(), "powderkeg-nothing-lost-"));
  const tapeFolder = join(folder, "trades");
  const store = await openDuckDbStore({ file: join(folder, "market.duckdb") });
  const tape = createTape({ trades: openShelf({ directory: tapeFolder, keepMs: asMs(24 * HOUR_MS), maxBytes: 1e9, clock: systemClock }), frames: undefined });
  const feeds = new Map<string, Feed[]>();
  const hub = await startHub({
    source: "simulated",
    store,
    exchanges: exchanges.map((exchange) => overheard(exchange, { onEvents, feeds })),
    coins,
    contracts: CONTRACT_CLASSES,
    pinned: new Map(),
    tape,
    clock: systemClock,
    depthMs: DEPTH_MS,
    fineDepthMs: DEPTH_MS,
    signal: new AbortController().signal,
    onProblem: (where, problem) => onProblem(`${where}: ${problem}`),
  });
  return {
    hub,
    tapeFolder,
    feeds,
    store,
    async stop() {
      const begunAt = performance.now();
      await hub.stop();
      await tape.close();
      return performance.now() - begunAt;
    },
    async remove() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Listening {
  readonly onEvents: RecordingOptions["onEvents"];
  readonly feeds: Map<string, Feed[]>;
}

/** The same exchange; what its feed and the watch of its accounts tell is heard here first. */
function overheard(exchange: Exchange, { onEvents, feeds }: Listening): Exchange {
  const { id } = exchange.declaration;
  const beside = <Options extends { onEvents(events: readonly MarketEvent[]): unknown }>(options: Options): Options => ({
    ...options,
    onEvents(events: readonly MarketEvent[]) {
      onEvents(events);
      return options.onEvents(events);
    },
  });
  const watchAccounts = exchange.watchAccounts?.bind(exchange);
  return {
    ...exchange,
    feed(options) {
      const feed = exchange.feed(beside(options));
      feeds.set(id, [...(feeds.get(id) ?? []), feed]);
      return feed;
    },
    ...(watchAccounts && { watchAccounts: (options) => watchAccounts(beside(options)) }),
  };
}
