import { AppError } from "#core/app-error.ts";
import { type InstrumentId, instrumentId } from "#core/instrument.ts";
import { MINUTE_MS, asMs, type Ms } from "#core/units.ts";
import type { Store, TimeRange } from "#storage/store.ts";
import { createBook } from "./book.ts";
import { catchUp } from "./catch-up.ts";
import { openEstimateRun, type EstimateRun } from "./estimate-run.ts";
import { fillHistory } from "./history-fill.ts";
import type { MarketState } from "./market-state.ts";
import type { MarketOptions } from "./market-options.ts";
import { appendAgreeing } from "./recorder.ts";

export interface MarketLoad extends MarketOptions {
  readonly state: MarketState;
  readonly signal: AbortSignal;
}

const FIRST_RETRY_MS = 5_000;
const LAST_RETRY_MS = 60_000;
/** Fetching is the first part of the shown progress, estimating the rest. */
const FETCH_SHARE = 0.3;

/**
 * Fetches the history that the store lacks and estimates it, showing progress. An exchange that does not answer is asked again, ever less often,
 * while what the store holds is shown; any other failure rejects and leaves the market in state `failed`.
 */
export async function loadMarket(load: MarketLoad): Promise<EstimateRun> {
  for (let retryMs = FIRST_RETRY_MS; ; retryMs = Math.min(LAST_RETRY_MS, retryMs * 2)) {
    try {
      return await loadOnce(load);
    } catch (error) {
      load.signal.throwIfAborted();
      const problem = error instanceof Error ? error.message : String(error);
      show(load, { state: "failed", progress: load.state.backfill.progress, problem });
      if (!(error instanceof AppError && error.code === "unavailable")) throw error;
      load.onProblem(instrumentId(load.instrument), problem);
      await load.clock.sleep(retryMs, load.signal);
    }
  }
}

async function loadOnce(load: MarketLoad): Promise<EstimateRun> {
  const { store, state, instrument, fetching, estimating, signal } = load;
  await store.putInstrument(instrument);
  state.stepMs = await stepMsOf(load);
  const run = await openEstimateRun(store, instrument, {
    stepMs: state.stepMs,
    fineFrom: load.clock.now() - load.fineDepthMs,
    pinned: load.pinned.get(instrumentId(instrument)),
  });
  state.model = run.estimator.model;
  state.weights = () => (run.estimator.ready ? run.estimator.weights() : undefined);
  showRun(state, run);
  show(load, { state: "running", progress: 0 });
  const refusal = await fetching(() => fetchHistory(load, run.time)).then(() => undefined, refusalOf);
  await state.load(store);
  await estimating(() => estimateHistory(load, run));
  if (refusal) throw refusal;
  signal.throwIfAborted();
  if (load.exchange) {
    // Minutes that passed while the first pass ran.
    await fetchHistory(load, run.time);
    await estimateHistory(load, run);
    await state.load(store);
  }
  show(load, { state: "done", progress: 1 });
  return run;
}

/** The error of an exchange that does not answer; throws any other. */
function refusalOf(error: unknown): AppError {
  if (error instanceof AppError && error.code === "unavailable") return error;
  throw error;
}

async function fetchHistory(load: MarketLoad, from: number | undefined): Promise<void> {
  const { exchange, instrument, store, signal, clock } = load;
  if (exchange === undefined) return;
  const range = historyRange(clock.now(), load.depthMs, from);
  if (range.from >= range.to) return;
  for await (const { events, progress } of fillHistory({ exchange, instrument, range, signal })) {
    await appendAgreeing(store, events);
    show(load, { state: "running", progress: Math.max(load.state.backfill.progress, FETCH_SHARE * progress) });
  }
}

async function estimateHistory(load: MarketLoad, run: EstimateRun): Promise<void> {
  const { store, state, signal } = load;
  const extent = await store.extent(instrumentId(load.instrument), "candle");
  const start = run.time ?? extent?.from ?? 0;
  const end = extent?.to ?? 0;
  await catchUp({
    store,
    run,
    signal,
    onProgress() {
      showRun(state, run);
      const done = end > start ? Math.min(1, Math.max(0, ((run.time ?? start) - start) / (end - start))) : 1;
      show(load, { state: "running", progress: Math.max(state.backfill.progress, FETCH_SHARE + (1 - FETCH_SHARE) * done) });
    },
  });
}

/** The range of history to ask for: from the end of what is estimated, at most `depthMs` back from the last whole minute. */
function historyRange(now: number, depthMs: number, from: number | undefined): TimeRange {
  const to = now - (now % MINUTE_MS);
  return { from: asMs(Math.max(from ?? 0, to - depthMs)), to: asMs(to) };
}

function showRun(state: MarketState, run: EstimateRun): void {
  const snapshot = run.snapshot();
  if (snapshot === undefined) return;
  state.markSource = run.estimator.markSource;
  state.lastTime = run.time;
  state.book = createBook(snapshot, { provisional: false, spread: () => run.spread() });
  state.grounds = run.estimator.grounds;
}

function show({ state, publish }: MarketLoad, backfill: MarketState["backfill"]): void {
  state.backfill = backfill;
  publish({ kind: "market", market: state.view() });
}

/**
 * The interval of the stored bars of traded price, a minute where live ones follow.
 * Throws `conflict` when live bars cannot follow the stored ones, `bad-input` when a replay has nothing to estimate from.
 */
async function stepMsOf({ store, instrument, exchange }: MarketLoad): Promise<Ms> {
  const id = instrumentId(instrument);
  const stored = await storedIntervalMs(store, id);
  if (exchange === undefined && stored === undefined) throw new AppError("bad-input", `${id} has no candles in the store: import its history first`);
  if (exchange !== undefined && stored !== undefined && stored !== MINUTE_MS)
    throw new AppError(
      "conflict",
      `the store holds imported ${stored / MINUTE_MS} min candles of ${id}, which live 1 min candles cannot follow: look at them with --source replay, or choose another --data-dir`,
    );
  return stored ?? MINUTE_MS;
}

async function storedIntervalMs(store: Store, id: InstrumentId): Promise<Ms | undefined> {
  const range = { from: asMs(0), to: asMs(Number.MAX_SAFE_INTEGER) };
  for await (const events of store.readEvents(id, ["candle"], range)) {
    const bar = events.find((event) => event.kind === "candle" && event.price === "last");
    if (bar?.kind === "candle") return bar.intervalMs;
  }
  return undefined;
}
