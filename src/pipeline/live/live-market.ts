import type { BracketsEvent, LeverageEvent } from "#core/events.ts";
import type { HeatSnapshot } from "#core/heat-column.ts";
import { instrumentId } from "#core/instrument.ts";
import { MINUTE_MS, type Ms, asMs } from "#core/units.ts";
import { coverageShare } from "#engine/coverage.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import { sameBrackets } from "#engine/margin/adopted-brackets.ts";
import type { BackfillKind, Exchange, StreamHealth } from "#exchanges/exchange.ts";
import type { StoredEvent, TimeRange } from "#storage/store.ts";
import type { Arrivals } from "#pipeline/arrivals.ts";
import { type Book, createBook } from "#pipeline/book.ts";
import type { EstimateRun } from "#pipeline/columns/estimate-run.ts";
import { fetchSteps } from "#pipeline/history/history-fill.ts";
import type { FormingStep, Inbox } from "./inbox.ts";
import type { LateHistory } from "./late-history.ts";
import { createLiveSteps } from "./live-steps.ts";
import { createSweptBy } from "./swept-by.ts";
import type { MarketState } from "#pipeline/market-state.ts";
import { leverageNews } from "#pipeline/measured/leverage-news.ts";
import type { MeasuredBook } from "#pipeline/measured/measured-book.ts";
import type { MarketOptions } from "#pipeline/market-options.ts";
import { isStored } from "#pipeline/recorder.ts";

export interface LiveMarketOptions extends MarketOptions {
  readonly exchange: Exchange;
  readonly run: EstimateRun;
  readonly inbox: Inbox;
  readonly arrivals: Arrivals;
  readonly state: MarketState;
  /** Provisional: a preview, which nothing is recorded for. */
  readonly standing: "final" | "provisional";
  /** Fetches what its steps went without; undefined: a preview. */
  readonly late: LateHistory | undefined;
  /** Told of a stretch that the feed missed. */
  readonly onHole: (range: TimeRange) => void;
  readonly signal: AbortSignal;
}

/** A market whose history is done, or a preview of one, and whose steps close as their bars arrive. */
export interface LiveMarket {
  /** Closes due steps and publishes the forming one, its book where somebody looks. Never rejects. */
  move(): Promise<void>;
  /** Makes the forming book for who asks for it, where nobody looks all the time: at most once a second. */
  form(): void;
  /** As of when the forming book is, or would be when it is asked for; undefined while none can be made. */
  formingTime(): Ms | undefined;
  /** Takes margin brackets that the exchange published, known from now on; no news when they are in force already. */
  hearBrackets(event: BracketsEvent): void;
  /** Takes the leverage of measured positions as what is opened from now on, every few hours and where it has changed. */
  hearMeasured(book: MeasuredBook): void;
  checkpoint(): Promise<void>;
  health(): readonly StreamHealth[];
  readonly provisionalMs: number;
}

const SET_BACK = "this machine's clock was set back behind the end of the map, which goes on when the clock is right or has caught up";
const CHECKPOINT_INTERVAL_MS = 15 * MINUTE_MS;
const FORMED_EVERY_MS = 1_000;

export function goLive(options: LiveMarketOptions): LiveMarket {
  const { instrument, exchange, run, inbox, arrivals, state, clock, recorder, publish, standing, signal } = options;
  const id = instrumentId(instrument);
  const scratch = createEstimator(instrument, { pinned: options.pinned.get(id) });
  let checkpointAt = clock.now() + CHECKPOINT_INTERVAL_MS;
  /** Its memory serves every forming book in turn: the next one replaces it. */
  let formingRead: HeatSnapshot | undefined;
  let formedAt = -Infinity;
  let provisionalMs = 0;
  let steps = 0;
  let problem: string | undefined;
  /** Why columns or checkpoint were not stored, undefined while they are. */
  let unstored: string | undefined;

  const sweptBy = createSweptBy(instrument, { stepMs: run.stepMs, clock, late: options.late });
  const record = (events: readonly StoredEvent[]) => standing === "final" && recorder.record(events);
  const keepsMarks = exchange.declaration.history["mark-candles"] !== undefined;
  const live = createLiveSteps({
    run,
    inbox,
    clock,
    record,
    onHole: options.onHole,
    repair: (range) => fetchInto({ range }),
    repairMarks: keepsMarks ? (range) => fetchInto({ range, only: "mark-candles" }) : undefined,
    signal,
    endsAt: () => (state.ending?.isOver ? state.ending.at : Infinity),
    onSwept: (step, price) => sweptBy.note(step, price),
  });

  async function fetchInto(what: { range: TimeRange; only?: BackfillKind }) {
    for await (const events of fetchSteps({ exchange, instrument, ...what }, signal)) for (const fetched of events) keep(fetched);
  }

  function keep(fetched: StoredEvent) {
    const event = standing === "final" ? arrivals.take(fetched) : fetched;
    if (event === undefined || !isStored(event)) return;
    record([event]);
    inbox.accept(event);
  }

  /** False: no step was due. */
  async function closeSteps(): Promise<boolean> {
    const closed = await live.closeDue();
    for (const bar of closed) {
      steps++;
      state.close(bar);
      publish({ kind: "candle", market: id, candle: bar });
    }
    if (closed.length === 0) return false;
    await recorder.flush();
    await keeping(() => run.flush());
    const snapshot = run.snapshot();
    if (snapshot) {
      state.lastTime = run.time;
      state.markSource = run.estimator.markSource;
      state.grounds = run.estimator.grounds;
      state.printedShare = coverageShare(run.estimator.coverage);
      state.book = createBook(snapshot, { provisional: standing === "provisional", spread: () => run.spread() });
      publish({ kind: "book", market: id, book: state.book });
    }
    publish({ kind: "market", market: state.view() });
    if (clock.now() >= checkpointAt) await keeping(checkpoint);
    return true;
  }

  /** A store that cannot write stops no step: what waits for it is kept, and stored with what comes next. */
  async function keeping(store: () => Promise<void>) {
    try {
      await store();
      unstored = undefined;
    } catch (error) {
      unstored = tell(error, unstored);
    }
  }

  /** Says a failure in words, unless it was the last one said. */
  function tell(error: unknown, before: string | undefined): string {
    const words = error instanceof Error ? error.message : String(error);
    if (words !== before && !signal.aborted) options.onProblem(id, words);
    return words;
  }

  function showForming() {
    const forming = live.forming();
    if (forming === undefined) return;
    publish({ kind: "candle", market: id, candle: forming.bar });
    if (!options.isAttended() || !run.estimator.ready) return;
    publish({ kind: "book", market: id, book: formedOf(forming) });
  }

  function formedOf(forming: FormingStep): Book {
    const began = performance.now();
    formedAt = clock.now();
    scratch.copyFrom(run.estimator);
    scratch.step(forming.input);
    formingRead = scratch.snapshot(formingRead);
    const book = createBook(formingRead, { provisional: true, spread: () => run.spread() });
    state.book = book;
    provisionalMs = performance.now() - began;
    return book;
  }

  /** What a step goes by, stamped after the last step's end, so that a replay too learns of it in the next. */
  function hear(event: BracketsEvent | LeverageEvent) {
    const heard = { ...event, time: asMs(Math.max(clock.now(), (run.time ?? 0) + 1)) };
    record([heard]);
    inbox.accept(heard);
  }

  async function checkpoint() {
    checkpointAt = clock.now() + CHECKPOINT_INTERVAL_MS;
    await recorder.flush();
    await run.checkpoint();
  }

  return {
    checkpoint,
    form() {
      if (options.isAttended() || clock.now() - formedAt < FORMED_EVERY_MS || !run.estimator.ready) return;
      const forming = live.forming();
      if (forming) formedOf(forming);
    },
    formingTime() {
      const forming = run.estimator.ready ? live.forming() : undefined;
      return forming && asMs(forming.input.start + forming.input.durationMs);
    },
    hearBrackets(event) {
      if (sameBrackets(event.brackets, run.estimator.marginRule.brackets)) return;
      hear(event);
    },
    hearMeasured(book) {
      if (!run.estimator.ready) return;
      const event = leverageNews(id, book, run.estimator);
      if (event) hear(event);
    },
    async move() {
      try {
        // What fails is tried again after a while: that nothing was tried mends nothing.
        if (await closeSteps()) problem = undefined;
        showForming();
      } catch (error) {
        if (!signal.aborted) problem = tell(error, problem);
      }
    },
    health: () => [estimateHealth(), ...(keepsMarks ? [sweptBy.health()] : [])],
    get provisionalMs() {
      return provisionalMs;
    },
  };

  function estimateHealth(): StreamHealth {
    return {
      stream: "estimate",
      instrument: id,
      state: problem === undefined && Math.abs(clock.now() - (run.time ?? 0)) < 3 * run.stepMs ? "live" : "stale",
      lastMessageAt: run.time,
      messages: steps,
      dropped: 0,
      gaps: Math.round(live.missingMs / run.stepMs),
      reconnects: 0,
      shed: inbox.shed,
      perSecond: 1_000 / run.stepMs,
      lagMs: undefined,
      problem: problem ?? unstored ?? (clock.now() < (run.time ?? 0) - run.stepMs ? SET_BACK : undefined),
    };
  }
}
