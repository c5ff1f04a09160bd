import { AppError } from "#core/app-error.ts";
import type { EventOf } from "#core/events.ts";
import type { TilePlace } from "#core/heat-tile.ts";
import { instrumentId, type Instrument, type InstrumentId } from "#core/instrument.ts";
import type { RealisedCell } from "#core/realised.ts";
import type { Ms } from "#core/units.ts";
import type { CellAsked } from "#engine/explain/cell-plan.ts";
import type { LadderWeights } from "#engine/ladder-weights.ts";
import type { WeightsToPin } from "#engine/learning/pinned-weights.ts";
import type { MarkedSpread } from "#engine/uncertainty/map-spread.ts";
import type { ContractClass, Exchange, StreamHealth } from "#exchanges/exchange.ts";
import type { Close, RealisedGrid, SampleBar, SampledKind, Store, StoredEvent, StoredKind, StoredTile, TimeRange } from "#storage/store.ts";
import type { Book } from "./book.ts";
import type { Clock } from "./clock.ts";
import { parseSpread } from "./columns/spread-bytes.ts";
import { openExchangeDesk, type ExchangeDesk } from "./listing/exchange-desk.ts";
import { type ExplainedCell, createExplainDesk } from "./explain/explain-desk.ts";
import type { StageListener } from "./listing/follow-instruments.ts";
import type { Ending } from "./listing/listing-changes.ts";
import type { HubListener, HubUpdate } from "./hub-update.ts";
import type { MarketView } from "./market-view.ts";
import type { OrderView } from "./order-book/order-desk.ts";
import type { MeasuredBook } from "./measured/measured-book.ts";
import { startMarket, type Market } from "./market.ts";
import { startRecorder, type RecorderHealth } from "./recorder.ts";
import type { Tape, TapeHealth } from "./tape.ts";
import type { Fetching } from "./market-options.ts";
import { createTurnstile } from "./turnstile.ts";

/** Everything that is running: the markets, their books and the store behind them. What a server, or any other surface, talks to. */
export interface Hub {
  readonly source: Source;
  readonly startedAt: Ms;
  /** What keeps markets from being there while the hub opens; undefined when all are that can be. */
  preparing(): Preparing | undefined;
  /** Epoch ms. Replay: the last time of any market, so that windows end where the data end. */
  now(): Ms;
  /** Coin by coin as they were asked for, of each the exchanges in their order, whoever answered first. */
  markets(): readonly MarketView[];
  market(id: string): MarketView | undefined;
  /** The newest book, provisional while a step forms; undefined until there is a map. */
  book(id: string): Book | undefined;
  /** As of when the book of a market of its own is, or would be when it is asked for; undefined until there is a map. */
  bookTime(id: string): number | undefined;
  /** What accounts were seen to hold, where the exchange publishes that; undefined until some was seen. */
  measured(id: string): MeasuredBook | undefined;
  /** The order book of a market of its own, as the exchange shows it; undefined until there is one. */
  orders(id: string): OrderView | undefined;
  /** Name and version of a market's model, undefined until its run is open. */
  model(id: string): string | undefined;
  /** The ladder of a market's model now; undefined until there is a map. */
  weights(id: string): LadderWeights | undefined;
  /** What is listed under a market of its own. */
  instrument(id: string): Instrument | undefined;
  /** The most leverage that the margin brackets in force allow at any size; undefined while they are not known. */
  maxLeverage(id: string): number | undefined;
  /** Stored events of a market, as Store.readEvents gives them. */
  events(id: InstrumentId, kinds: readonly StoredKind[], range: TimeRange): AsyncIterable<readonly StoredEvent[]>;
  /** What the map of a market of its own might be wrong by, as it was last kept by `time`; undefined where it was not. */
  spreadAt(id: InstrumentId, time: Ms): Promise<MarkedSpread | undefined>;
  tile(id: InstrumentId, at: TileAsked): Promise<StoredTile | undefined>;
  candles(id: InstrumentId, intervalMs: Ms, range: TimeRange): Promise<readonly EventOf<"candle">[]>;
  closes(id: InstrumentId, intervalMs: Ms, range: TimeRange): Promise<readonly Close[]>;
  /** The newest minutes of traded price as the feed tells them, the forming one last; of the older ones the store has most. None without a feed. */
  recentBars(id: InstrumentId): readonly EventOf<"candle">[];
  /** See Store.samples. */
  samples(id: InstrumentId, by: { readonly kind: SampledKind; readonly intervalMs: Ms }, range: TimeRange): Promise<readonly SampleBar[]>;
  /** Printed liquidations summed to cells; none for a market that is not there. See Store.realised. */
  realised(id: InstrumentId, by: Omit<RealisedGrid, "contract">, range: TimeRange): Promise<readonly RealisedCell[]>;
  /** Why a cell of the newest step that ends by `time` holds what it holds, replayed from the record. See ExplainDesk. */
  explain(id: InstrumentId, asked: CellAsked, options: { readonly time: number; readonly signal: AbortSignal }): Promise<ExplainedCell>;
  status(): HubStatus;
  /** Somebody looks at the market: what it lacks comes before what others lack. Returns the end of the looking. */
  attend(id: string): () => void;
  /** Listeners are called in the order of events and must not throw. Returns the end of the subscription. */
  subscribe(listener: HubListener): () => void;
  /** Ends feeds and work, flushes and writes checkpoints. The store stays open: who opened it closes it. */
  stop(): Promise<void>;
}

/** A tile; of a combined market also the part of it that one member holds, moved as the sum has it. */
export interface TileAsked extends TilePlace {
  readonly member?: InstrumentId | undefined;
}

export type Source = "live" | "simulated" | "replay";

/** What is being waited for, in words, and how far it is, where that is known. */
export interface Preparing {
  readonly sentence: string;
  readonly progress: number | undefined;
}

export interface HubStatus {
  readonly feeds: readonly (StreamHealth & { readonly exchange: string })[];
  readonly recorder: RecorderHealth;
  /** Undefined: trades and books are not kept. */
  readonly tape: TapeHealth | undefined;
  /** Event-loop time of the last provisional column of every market together, in ms. */
  readonly provisionalMs: number;
}

export interface HubOptions {
  readonly source: Source;
  readonly store: Store;
  /** None: replay what the store holds. */
  readonly exchanges: readonly Exchange[];
  readonly coins: readonly string[];
  /** Kinds of contract to follow, of those that an exchange has. */
  readonly contracts: readonly ContractClass[];
  /** Weights to hold markets at; a market without any learns its own. */
  readonly pinned: ReadonlyMap<InstrumentId, WeightsToPin>;
  /** Where trades, books and frames are kept; undefined: nowhere. Who opened it closes it. */
  readonly tape?: Tape | undefined;
  readonly clock: Clock;
  /** How far back a fresh start fetches history. */
  readonly depthMs: Ms;
  /** How far back the finest level of detail is made of history. Infinity: all of it. */
  readonly fineDepthMs: number;
  /**
   * Given where exchanges list coins one after the other, as simulated ones do while they write their past: how often they are asked for those that
   * they lack, while the source is {@link HubOptions.preparing}. A coin that none of them has yet then refuses no start. Default: ten minutes.
   */
  readonly relistMs?: Ms;
  /** Grows as exchanges list more, where that is known: they are then asked for what they lack when it has grown, and not before. */
  readonly listings?: (() => number) | undefined;
  /** Hears how long frames take until they are taken in. */
  readonly onStage?: StageListener | undefined;
  /** What the source itself still waits for. */
  readonly preparing?: () => Preparing | undefined;
  /** Aborts the start; a started hub is ended by `stop`. */
  readonly signal: AbortSignal;
  /** A failure that the hub survives, in words. */
  readonly onProblem: (where: string, problem: string) => void;
}

const ROUND_MS = 1_000;
const SLOTS = 20;
/** Of the time that a stop may take. */
const CHECKPOINTS_MS = 1_000;

/**
 * Starts every market and returns before their history is loaded; markets of an exchange that does not answer now come when it does.
 * Rejects with `not-found` for a coin that no exchange has, `bad-input` when a replay has nothing to show.
 */
export async function startHub(options: HubOptions): Promise<Hub> {
  const hub = openHub(options);
  try {
    await hub.opened;
  } catch (error) {
    await hub.stop();
    throw error;
  }
  return hub;
}

/** Like {@link startHub}, but returns before the exchanges have been asked for their markets: `opened` is what startHub waits for. */
export function openHub(options: HubOptions): Hub & { readonly opened: Promise<void> } {
  const { store, clock } = options;
  const listeners = new Set<HubListener>();
  const publish = (update: HubUpdate) => listeners.forEach((listener) => listener(update));
  const recorder = startRecorder(store, clock);
  const estimating = createTurnstile();
  const fetchings = new Map(options.exchanges.map((exchange) => [exchange, openFetching()]));
  const markets = new Map<string, Market>();
  /** As they were wished for, whoever answered first. */
  let inOrder: readonly Market[] = [];
  const attention = createAttention();
  const marketOf = (instrument: Instrument, exchange?: Exchange, ending?: Ending): Market => {
    const id = instrumentId(instrument);
    const known = markets.get(id);
    if (known) return known;
    const fetching = (exchange && fetchings.get(exchange)) ?? openFetching();
    const order = orderOf(options, instrument);
    const isAttended = () => attention.has(id);
    const source = { exchange: ending ? undefined : exchange, ending };
    const market = startMarket({ ...options, ...source, instrument, recorder, publish, order, isAttended, fetching, estimating });
    markets.set(id, market);
    inOrder = [...markets.values()].toSorted((a, b) => orderOf(options, a.instrument) - orderOf(options, b.instrument));
    return market;
  };
  const desks = options.exchanges.map((exchange) =>
    openExchangeDesk({
      ...options,
      relistMs: () => relistMsOf(options),
      tape: options.tape,
      exchange,
      marketOf: (instrument, ending) => marketOf(instrument, exchange, ending),
    }),
  );
  let opening = true;
  const opened = (desks.length > 0 ? allAsked(options, desks) : openStored(store, marketOf)).finally(() => (opening = false));
  // Who does not wait for it is told by what waits for it.
  opened.catch(() => undefined);
  const stopRounds = startRounds(markets, clock);
  const explaining = createExplainDesk(store, options.pinned);
  const views = () => inOrder.map((market) => market.view());

  return {
    source: options.source,
    startedAt: clock.now(),
    opened,
    preparing() {
      const isAsking = (opening && desks.length > 0) || desks.some((desk) => desk.isListing);
      return options.preparing?.() ?? (isAsking ? { sentence: askingWords(options), progress: undefined } : undefined);
    },
    now: () => (options.source === "replay" ? (Math.max(0, ...views().map(({ lastTime }) => lastTime ?? 0)) as Ms) : clock.now()),
    markets: views,
    market: (id) => markets.get(id)?.view(),
    book: (id) => markets.get(id)?.book(),
    bookTime: (id) => markets.get(id)?.bookTime(),
    measured: (id) => markets.get(id)?.measured(),
    orders: (id) => markets.get(id)?.orders(),
    model: (id) => markets.get(id)?.model,
    weights: (id) => markets.get(id)?.weights(),
    instrument: (id) => markets.get(id)?.instrument,
    maxLeverage: (id) => markets.get(id)?.maxLeverage(),
    events: (id, kinds, range) => store.readEvents(id, kinds, range),
    async spreadAt(id, time) {
      const kept = await store.spreadAt(id, time);
      return kept && parseSpread(kept.bytes);
    },
    tile: (id, at) => store.tile(id, at),
    recentBars: (id) => markets.get(id)?.recentBars() ?? [],
    candles: (id, intervalMs, range) => store.candles(id, intervalMs, range),
    closes: (id, intervalMs, range) => store.closes(id, intervalMs, range),
    samples: (id, by, range) => store.samples(id, by, range),
    async realised(id, by, range) {
      const contract = markets.get(id)?.instrument.contract;
      return contract === undefined ? [] : store.realised(id, { ...by, contract }, range);
    },
    async explain(id, asked, how) {
      const market = markets.get(id);
      if (market === undefined) throw new AppError("not-found", `there is no market ${id}`);
      return explaining.explain(market.view(), market.instrument, { asked, ...how });
    },
    status: () => ({ ...statusOf(desks, [...markets.values()]), recorder: recorder.health(), tape: options.tape?.health() }),
    attend: (id) => attention.add(id),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      stopRounds();
      await explaining.stop();
      await Promise.all(desks.map((desk) => desk.stop()));
      await Promise.all([...markets.values()].map((market) => market.stop()));
      // Checkpoints after the events that they stand on, whatever becomes of those; what is lost is said first.
      const [recorded] = await Promise.allSettled([recorder.stop()]);
      const [checkpointed] = await Promise.allSettled([writeCheckpoints([...markets.values()])]);
      for (const end of [recorded, checkpointed]) if (end.status === "rejected") throw end.reason;
    },
  };
}

/** Resolves when every exchange was asked. What ails one exchange is its own; only a coin that none of them has refuses the start. */
async function allAsked({ exchanges, coins, contracts, relistMs, signal }: HubOptions, desks: readonly ExchangeDesk[]): Promise<void> {
  await Promise.allSettled(desks.map((desk) => desk.opened));
  signal.throwIfAborted();
  const nowhere = coins.filter((coin) => desks.every(({ missing, kept }) => missing?.includes(coin) && !kept.has(coin)));
  if (nowhere.length === 0 || relistMs !== undefined) return;
  const labels = exchanges.map(({ declaration }) => declaration.label).join(", ");
  throw new AppError("not-found", `none of ${labels} has a contract of ${nowhere.join(", ")} (${contracts.join(", ")})`);
}

/** The markets of a replay are those of the store. */
async function openStored(store: Store, marketOf: (instrument: Instrument) => Market): Promise<void> {
  const stored = await store.instruments();
  if (stored.length === 0) throw new AppError("bad-input", "the store holds no market: run `import --from DIR` first");
  for (const instrument of stored) marketOf(instrument);
}

/** Coin by coin as they were wished for, of each the exchanges in their order. */
function orderOf({ coins, exchanges }: HubOptions, { coin, exchange }: Instrument): number {
  const place = coins.findIndex((wished) => wished.toUpperCase() === coin);
  return (place < 0 ? coins.length : place) * (exchanges.length + 1) + exchanges.findIndex(({ declaration }) => declaration.id === exchange);
}

const openFetching = (): Fetching => ({ recent: createTurnstile(), history: createTurnstile() });

const relistMsOf = ({ relistMs, preparing }: HubOptions): Ms | undefined => (preparing && preparing() === undefined ? undefined : relistMs);

const askingWords = ({ exchanges }: HubOptions): string => `Asking ${exchanges.map(({ declaration }) => declaration.label).join(", ")} for their markets`;

/** Who is looked at, by how many. */
function createAttention(): { has(id: string): boolean; add(id: string): () => void } {
  const lookers = new Map<string, number>();
  const count = (id: string, change: 1 | -1) => lookers.set(id, (lookers.get(id) ?? 0) + change);
  return {
    has: (id) => (lookers.get(id) ?? 0) > 0,
    add(id) {
      let ended = false;
      count(id, 1);
      return () => {
        if (!ended) count(id, -1);
        ended = true;
      };
    },
  };
}

/** As many as there is time for: a market without one steps through its last minutes again at the next start, from the record. */
async function writeCheckpoints(markets: readonly Market[]): Promise<void> {
  const end = performance.now() + CHECKPOINTS_MS;
  for (const market of markets) {
    if (performance.now() > end) return;
    await market.checkpoint();
  }
}

/** Moves every market once a round, spread over it so that their work does not add up to one long pause. */
function startRounds(markets: ReadonlyMap<string, Market>, clock: Clock): () => void {
  let slot = 0;
  return clock.every(ROUND_MS / SLOTS, () => {
    [...markets.values()].forEach((market, index) => index % SLOTS === slot && market.tick());
    slot = (slot + 1) % SLOTS;
  });
}

function statusOf(desks: readonly ExchangeDesk[], markets: readonly Market[]): Pick<HubStatus, "feeds" | "provisionalMs"> {
  const streams = desks.flatMap((desk) => desk.health().map((health) => Object.assign({ exchange: desk.exchange.declaration.id }, health)));
  const estimates = markets.flatMap((market) => {
    const { exchange } = market.instrument;
    return market.health().map((health) => Object.assign({ exchange }, health));
  });
  return { feeds: [...streams, ...estimates], provisionalMs: markets.reduce((sum, { provisionalMs }) => sum + provisionalMs, 0) };
}
