import { type BracketsEvent, type CandleEvent, type MarketEvent, isForTheRecord, knownAt } from "#core/events.ts";
import { type Instrument, type InstrumentId, instrumentId, notionalUsd } from "#core/instrument.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import type { LadderWeights } from "#engine/ladder-weights.ts";
import type { AccountPosition, Exchange, StreamHealth } from "#exchanges/exchange.ts";
import { STORED_KINDS, type TimeRange } from "#storage/store.ts";
import type { Book } from "./book.ts";
import { createArrivals } from "./arrivals.ts";
import type { Ending } from "./listing/listing-changes.ts";
import { createColourDesk } from "./columns/colour-desk.ts";
import { type AbsenceWatch, createAbsenceWatch } from "./live/absence-watch.ts";
import { type Inbox, PRINTS_REMEMBERED_MS, createInbox } from "./live/inbox.ts";
import { type LateHistory, openLateHistory } from "./live/late-history.ts";
import { type LiveMarket, goLive } from "./live/live-market.ts";
import { fetchDeepHistory } from "./history/deep-history.ts";
import { type LoadedMarket, loadMarket } from "./history/load-market.ts";
import type { MarketOptions } from "./market-options.ts";
import { createMarketState } from "./market-state.ts";
import type { Backfill, MarketView } from "./market-view.ts";
import type { MeasuredBook } from "./measured/measured-book.ts";
import { createMeasuredDesk } from "./measured/measured-desk.ts";
import { type OrderView, createOrderDesk } from "./order-book/order-desk.ts";
import { type Preview, openPreview } from "./history/preview.ts";
import { openOpenInterestHoles } from "./history/open-interest-holes.ts";
import { createRealisedDesk } from "./realised-desk.ts";
import { isStored } from "./recorder.ts";
import { createRecentBars } from "./live/recent-bars.ts";

/** One market from its first history to its live edge. */
export interface Market {
  readonly id: InstrumentId;
  readonly instrument: Instrument;
  view(): MarketView;
  /** The newest book, provisional while a step forms: made at most a second ago, where nobody looks now. Undefined until there is a map. */
  book(): Book | undefined;
  /** As of when {@link Market.book} is, or would be when it is asked for; undefined until there is a map. */
  bookTime(): number | undefined;
  /** What accounts were seen to hold, where the exchange publishes that; undefined until some was seen. */
  measured(): MeasuredBook | undefined;
  /** The order book now; undefined until there is one. */
  orders(): OrderView | undefined;
  /** The newest bars of traded price as its feed tells them, see RecentBars. */
  recentBars(): readonly CandleEvent[];
  /** Takes live events in. Never throws. */
  accept(event: MarketEvent): void;
  /** Its exchange has announced its end, or taken that back. */
  announce(ending: Ending | undefined): void;
  /** It trades no more: nothing is taken in from now on, what is known stays. */
  end(ending: Ending): void;
  /** Measures, every minute from now on, what these accounts hold. */
  followAccounts(read: () => readonly AccountPosition[]): void;
  /** Moves a live market on; called about once a second. */
  tick(): void;
  /** Its steps, and what they are made of; empty before there is any, and when it has ended. */
  health(): readonly StreamHealth[];
  /** The model's ladder now; undefined until there is a map. */
  weights(): LadderWeights | undefined;
  /** See Hub.maxLeverage. */
  maxLeverage(): number | undefined;
  /** Name and version of its model, undefined until its run is open. */
  readonly model: string | undefined;
  /** How long the last provisional column took, in ms of the event loop. */
  readonly provisionalMs: number;
  /** Ends the work. What was closed is stored; a checkpoint saves the next start the steps since the last one. */
  stop(): Promise<void>;
  checkpoint(): Promise<void>;
}

/** Starts loading a market at once; it goes live by itself when its history is done, and meanwhile with a preview. */
export function startMarket(options: MarketOptions): Market {
  const { instrument, exchange, publish, recorder } = options;
  const id = instrumentId(instrument);
  const state = createMarketState(instrument, exchange?.declaration, options.clock);
  const realised = createRealisedDesk(options);
  const measured = createMeasuredDesk({
    ...options,
    now: () => options.clock.now(),
    onBook: (book) => live?.hearMeasured(book),
    onProblem: (problem) => options.onProblem(id, problem),
  });
  const colours = createColourDesk({
    ...options,
    state,
    onFound: () => publish({ kind: "market", market: state.view() }),
    onProblem: (problem) => options.onProblem(id, problem),
  });
  const orders = createOrderDesk({ instrument, updates: exchange?.declaration.bookUpdates ?? "window", clock: options.clock });
  const inbox = createInbox(instrument, MINUTE_MS);
  const recentBars = createRecentBars();
  const stopping = new AbortController();
  let preview: Preview | undefined;
  let loaded: LoadedMarket | undefined;
  let live: LiveMarket | undefined;
  let late: LateHistory | undefined;
  let absence: AbsenceWatch | undefined;
  let moving: Promise<void> = Promise.resolve();
  let publishing: Promise<void> = Promise.resolve();
  let closing: Promise<void> = Promise.resolve();
  /** Published brackets count from when the estimate hears of them: while history loads they wait. */
  let heldBrackets: BracketsEvent | undefined;
  let busy = false;
  let called = false;
  state.ending = options.ending;
  state.measured = () => measured.book();
  const hasEnded = () => state.ending?.isOver === true;
  const moved = () => live ?? preview?.live;
  const tellsOpenInterest = exchange !== undefined && exchange.declaration.openInterest !== "on-change";
  const openInterestHoles = openOpenInterestHoles({
    ...options,
    isTold: () => tellsOpenInterest && !hasEnded(),
    onChange: () => publish({ kind: "market", market: state.view() }),
  });
  state.openInterestHoles = () => openInterestHoles.list();
  const arrivals = createArrivals({ steppedTo: () => (live ? loaded?.run.time : undefined) });

  async function load() {
    try {
      loaded = await loadMarket({
        ...options,
        state,
        arrivals,
        openInterestHoles,
        signal: stopping.signal,
        preview(run) {
          if (exchange) preview = openPreview({ ...options, exchange, run, arrivals, state, signal: stopping.signal });
        },
        async endPreview() {
          preview = undefined;
          await moving;
          state.provisional = false;
        },
      });
      if (stopping.signal.aborted) return;
      if (exchange && !hasEnded()) await follow(exchange, loaded);
      show({ state: "done", progress: 1 });
      void openInterestHoles.look();
      if (exchange && !hasEnded()) deepening = fetchDeepHistory({ ...options, exchange, signal: stopping.signal });
      colours.find();
    } catch (error) {
      if (stopping.signal.aborted) return;
      const problem = error instanceof Error ? error.message : String(error);
      show({ state: "failed", progress: state.backfill.progress, problem });
      options.onProblem(id, problem);
    }
  }

  function show(backfill: Backfill) {
    state.backfill = backfill;
    publish({ kind: "market", market: state.view() });
  }

  /** What was fetched for steps that have ended, or for the next. */
  function keep(fetched: MarketEvent) {
    const event = arrivals.take(fetched);
    if (event === undefined || !isStored(event)) return;
    recorder.record([event]);
    inbox.accept(event);
  }

  async function follow(from: Exchange, { run, holes, silence }: LoadedMarket) {
    await adoptRecord(inbox, { ...options, since: run.time ?? 0 });
    async function noteHole(range: TimeRange) {
      // What was fetched for it has to be in the store to be counted.
      await recorder.flush();
      await holes.note(range);
      publish({ kind: "market", market: state.view() });
    }
    const onHole = (range: TimeRange) => void noteHole(range).catch((error: unknown) => options.onProblem(id, String(error)));
    absence = createAbsenceWatch(options.clock, onHole);
    late = await openLateHistory({
      ...options,
      exchange: from,
      keep,
      onFound(kind) {
        if (kind === "open-interest") void openInterestHoles.look();
      },
      signal: stopping.signal,
    });
    if (silence) late.silent(silence);
    live = goLive({ ...options, exchange: from, run, inbox, state, arrivals, standing: "final", late, onHole, signal: stopping.signal });
    if (heldBrackets) live.hearBrackets(heldBrackets);
  }
  function sampled(time: number) {
    late?.sampled(time);
    openInterestHoles.sampled(time);
  }
  let deepening: Promise<void> | undefined;
  const loading = load();

  /** The last steps are kept for the next start. */
  async function close() {
    await moving;
    await live?.checkpoint();
    live = undefined;
    preview = undefined;
  }

  /** A call during a move is answered by one more move, however many there were. */
  async function moveWhileCalled() {
    busy = true;
    while (called) {
      called = false;
      await moved()?.move();
      absence?.stepped(loaded?.run.time ?? 0);
    }
    busy = false;
  }

  return {
    id,
    instrument,
    view: () => state.view(),
    book() {
      moved()?.form();
      return state.book;
    },
    bookTime: () => moved()?.formingTime() ?? state.book?.snapshot.time,
    measured: () => measured.book(),
    orders: () => orders.view(),
    recentBars: () => recentBars.list(),
    followAccounts: (read) => measured.follow(read),
    announce(ending) {
      if (hasEnded() || ending?.at === state.ending?.at) return;
      state.ending = ending;
      publish({ kind: "market", market: state.view() });
    },
    end(ending) {
      if (hasEnded()) return;
      state.ending = ending;
      // History that is still being read cannot be read any more.
      if (loaded === undefined) stopping.abort(new Error("it trades no more"));
      closing = close().catch((error: unknown) => options.onProblem(id, String(error)));
      show(loaded === undefined ? { state: "failed", progress: state.backfill.progress, problem: "it ended before its history was read" } : state.backfill);
    },
    accept(arrived) {
      if (hasEnded()) return;
      absence?.heard();
      orders.accept(arrived);
      if (arrived.kind === "brackets") {
        heldBrackets = arrived;
        live?.hearBrackets(arrived);
        return;
      }
      preview?.accept(arrived);
      const event = arrivals.take(arrived);
      if (event !== undefined && isForTheRecord(event)) {
        if (exchange) recorder.record([event]);
        return;
      }
      if (event === undefined || (event.kind === "liquidation" && inbox.knows(event))) return;
      inbox.accept(event);
      recentBars.note(event);
      if (exchange) recorder.record([event]);
      if (event.kind === "liquidation") realised.note(event);
      if (event.kind === "open-interest") sampled(event.time);
      state.observe(event);
      measured.observe(event);
      if (event.kind === "mark") publish({ kind: "mark", market: id, time: event.time, mark: event.mark });
      else if (event.kind === "liquidation")
        publish({ kind: "liquidation", market: id, liquidation: event, usd: notionalUsd(instrument.contract, event.size, event.price) });
    },
    tick() {
      orders.tick();
      called = true;
      if (!hasEnded()) late?.tick();
      publishing = publishing.then(() => realised.publish()).then(() => measured.measure());
      colours.tick();
      if (!busy && !hasEnded() && moved()) moving = moveWhileCalled();
    },
    health: () => (hasEnded() ? [] : (moved()?.health() ?? [])),
    weights: () => state.weights(),
    maxLeverage() {
      const rule = loaded?.run.estimator.marginRule;
      const brackets = heldBrackets?.brackets ?? (rule?.known ? rule.brackets : []);
      return brackets.length === 0 ? undefined : Math.max(...brackets.map(({ maxLeverage }) => maxLeverage));
    },
    get model() {
      return state.model;
    },
    get provisionalMs() {
      return moved()?.provisionalMs ?? 0;
    },
    async stop() {
      stopping.abort(new Error("stopping"));
      await loading;
      await moving;
      await late?.end();
      await deepening;
      await openInterestHoles.end();
      await closing;
      await publishing;
      await colours.end();
    },
    async checkpoint() {
      await live?.checkpoint();
    },
  };
}

/** Fills the inbox with what the record holds after the last step, and tells it which prints the steps before have used: what was heard of that is in both. */
async function adoptRecord(inbox: Inbox, { store, recorder, instrument, since }: Pick<MarketOptions, "store" | "recorder" | "instrument"> & { since: number }) {
  await recorder.flush();
  inbox.forget(since);
  const range = { from: asMs(Math.max(0, since - PRINTS_REMEMBERED_MS)), to: asMs(Number.MAX_SAFE_INTEGER) };
  for await (const events of store.readEvents(instrumentId(instrument), STORED_KINDS, range))
    for (const event of events) {
      if (knownAt(event) > since) inbox.adopt(event);
      else if (event.kind === "liquidation") inbox.spent(event);
    }
}
