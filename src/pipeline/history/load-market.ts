import { AppError } from "#core/app-error.ts";
import { type InstrumentId, instrumentId } from "#core/instrument.ts";
import { HEAT_LEVELS, columnEnd } from "#core/heat-levels.ts";
import { DAY_MS, MINUTE_MS, type Ms, asMs } from "#core/units.ts";
import { coverageShare } from "#engine/coverage.ts";
import type { Store, TimeRange } from "#storage/store.ts";
import type { Arrivals } from "#pipeline/arrivals.ts";
import { createBook } from "#pipeline/book.ts";
import { openHeardRanges } from "#pipeline/collect/heard-ranges.ts";
import { catchUp } from "./catch-up.ts";
import { openEstimateRun, openProvisionalRun, type EstimateRun, type RunOptions } from "#pipeline/columns/estimate-run.ts";
import { type FillLedger, firstAskedAt, openFillLedger } from "./fill-ledger.ts";
import { fillHistory, filledUntil } from "./history-fill.ts";
import type { Backfill } from "#pipeline/market-view.ts";
import type { MarketState } from "#pipeline/market-state.ts";
import type { MarketOptions } from "#pipeline/market-options.ts";
import { type MarketHoles, openMarketHoles } from "./market-holes.ts";
import type { OpenInterestHoles } from "./open-interest-holes.ts";
import { stepMsOf } from "./step-length.ts";
import { type TimeRanges, uncovered } from "./time-ranges.ts";

export interface MarketLoad extends MarketOptions {
  readonly state: MarketState;
  readonly arrivals: Arrivals;
  readonly signal: AbortSignal;
  readonly openInterestHoles: OpenInterestHoles;
  /** Goes live with a run that knows only the last day, until {@link MarketLoad.endPreview}. */
  readonly preview: (run: EstimateRun) => void;
  /** Resolves when the preview writes nothing any more. */
  readonly endPreview: () => Promise<void>;
}

/** A market whose history is done. */
export interface LoadedMarket {
  readonly run: EstimateRun;
  readonly ledger: FillLedger | undefined;
  readonly holes: MarketHoles;
  /** From the last sample of open interest that was stored before this start to the end of what was estimated then: no history was fetched for it. */
  readonly silence: TimeRange | undefined;
}

/** What a preview knows. A history that is not longer than twice this is loaded without one. */
const PREVIEW_MS = DAY_MS;
/**
 * Ranks: what somebody looks at comes first, as a whole; then the previews of the others in their order; of their histories the one with the largest
 * open interest (USD).
 */
const ATTENDED_FIRST = -1e18;
const PREVIEWS_FIRST = -1e15;
const FIRST_RETRY_MS = 5_000;
const LAST_RETRY_MS = 60_000;
/** Fetching is the first part of the shown progress, estimating the rest. */
const FETCH_SHARE = 0.5;
/** Steps follow their bars within seconds; one that waits for its bar does not wait longer than this. */
const LONGEST_STEP_MS = 5 * MINUTE_MS;
/** Shorter absences are not told from the pause between two samples of a feed. */
const LEAST_HOLE_MS = MINUTE_MS;

/**
 * Fetches the history that the store lacks and estimates it, showing progress and, while that takes long, a preview. An exchange that does not
 * answer is asked again, ever less often, while what the store holds is shown; any other failure rejects. How it ends is for the caller to show.
 */
export async function loadMarket(load: MarketLoad): Promise<LoadedMarket> {
  const begunAt = load.clock.now();
  let hasPreview = false;
  const preview = (run: EstimateRun) => {
    hasPreview = true;
    load.preview(run);
  };
  for (let retryMs = FIRST_RETRY_MS; ; retryMs = Math.min(LAST_RETRY_MS, retryMs * 2)) {
    try {
      return await loadOnce({ ...load, preview }, { begunAt, hasPreview });
    } catch (error) {
      load.signal.throwIfAborted();
      if (!(error instanceof AppError && error.code === "unavailable")) throw error;
      show(load, { state: "failed", progress: load.state.backfill.progress, problem: error.message });
      load.onProblem(instrumentId(load.instrument), error.message);
      await load.clock.sleep(retryMs, load.signal);
    }
  }
}

async function loadOnce(load: MarketLoad, { begunAt, hasPreview }: { begunAt: number; hasPreview: boolean }): Promise<LoadedMarket> {
  const { store, state, instrument, exchange, openInterestHoles, estimating, signal } = load;
  await store.putInstrument(instrument);
  const stepMs = await stepMsOf(load);
  state.stepMs = stepMs;
  const options = { stepMs, fineFrom: load.clock.now() - load.fineDepthMs, pinned: load.pinned.get(instrumentId(instrument)) };
  const run = await openEstimateRun(store, instrument, options);
  const holes = await openMarketHoles(store, instrument, stepMs);
  state.model = run.estimator.model;
  state.holes = () => holes.list();
  await openInterestHoles.opened;
  if (!hasPreview) state.weights = () => (run.estimator.ready ? run.estimator.weights() : undefined);
  showRun(state, run);
  show(load, { state: "running", phase: "history", progress: 0 });
  if (exchange === undefined) {
    await state.load(store);
    await estimating(() => estimateHistory(load, run, Infinity));
    return { run, ledger: undefined, holes, silence: undefined };
  }
  const ledger = await openFillLedger(store, instrumentId(instrument));
  const range = historyRange(load, knownUntil(run));
  const silence = silenceOf(openInterestHoles.lastStored, knownUntil(run));
  const unheard = await unheardOf(load, run, begunAt);
  const fromElsewhere = await untilHeard(load, begunAt);
  for (const hole of unheard) await holes.note(hole);
  const refusal = await fetchAll({ ...load, exchange }, { run, ledger, range, options, hasPreview }).then(() => undefined, refusalOf);
  await state.load(store);
  const until = refusal === undefined ? range.to : ledger.isEmpty ? fromElsewhere : filledUntil({ exchange, ledger, range });
  await estimating(() => estimateHistory(load, run, until), histories(load));
  if (refusal && !hasPreview && run.time === undefined) await previewLive(load, { run, options });
  if (refusal) throw refusal;
  signal.throwIfAborted();
  // Minutes that passed while the first pass ran.
  const rest = historyRange(load, run.time);
  await fillHistory({ ...load, exchange, ledger, range: rest, madeUntil: run.time ?? -Infinity, onProgress: () => undefined, onProblem: () => undefined });
  await load.endPreview();
  await estimateHistory(load, run, rest.to);
  await state.load(store);
  for (const hole of unheard) await holes.note(hole);
  state.weights = () => (run.estimator.ready ? run.estimator.weights() : undefined);
  return { run, ledger, holes, silence };
}

interface Fetching {
  readonly run: EstimateRun;
  readonly ledger: FillLedger;
  readonly range: TimeRange;
  readonly options: RunOptions;
  readonly hasPreview: boolean;
}

type LiveLoad = MarketLoad & { readonly exchange: NonNullable<MarketLoad["exchange"]> };

/** Fetches the last day first where the whole takes long, and shows it. */
async function fetchAll(load: LiveLoad, { run, ledger, range, options, hasPreview }: Fetching): Promise<void> {
  const { fetching, estimating, state, store, instrument, signal, onProblem } = load;
  const fill = {
    ...load,
    ledger,
    range,
    madeUntil: knownUntil(run) ?? -Infinity,
    onProgress: (share: number) => advance(load, "history", FETCH_SHARE * share),
    onProblem: (problem: string) => onProblem(instrumentId(instrument), problem),
  };
  if (!hasPreview && range.to - range.from > 2 * PREVIEW_MS) {
    const recent = { from: asMs(range.to - PREVIEW_MS), to: range.to };
    await fetching.recent(() => fillHistory({ ...fill, range: recent, onProgress: () => advance(load, "recent", 0) }), previews(load));
    await state.load(store);
    const provisional = await openProvisionalRun(store, instrument, { ...options, final: run });
    await estimating(() => catchUp({ store, run: provisional, from: recent.from, until: recent.to, signal, onProgress: () => undefined }), previews(load));
    signal.throwIfAborted();
    load.preview(provisional);
    showRun(state, provisional, "provisional");
    advance(load, "history", 0);
  }
  await fetching.history(() => fillHistory(fill), histories(load));
}

/** Where not even the last day can be had and nothing is stored, the map begins with what is heard, until the history is there. */
async function previewLive(load: MarketLoad, { run, options }: Pick<Fetching, "run" | "options">): Promise<void> {
  const { store, instrument, signal } = load;
  const provisional = await openProvisionalRun(store, instrument, { ...options, final: run });
  signal.throwIfAborted();
  load.preview(provisional);
}

const attended = ({ isAttended }: MarketLoad): number => (isAttended() ? ATTENDED_FIRST : 0);
const previews = (load: MarketLoad) => (): number => attended(load) + PREVIEWS_FIRST + load.order;
const histories = (load: MarketLoad) => (): number => attended(load) - (load.state.book?.snapshot.openInterestUsd ?? 0);

/** Steps through the record up to `until` or the end of its last bar. What comes for that stretch from now on is late. */
async function estimateHistory(load: MarketLoad, run: EstimateRun, until: number): Promise<void> {
  const { store, state, signal, arrivals, recorder, instrument } = load;
  signal.throwIfAborted();
  const id = instrumentId(instrument);
  const extent = await store.extent(id, "candle");
  const start = run.time ?? extent?.from ?? 0;
  const last = await lastBarEnd(load, Math.min(until, extent ? extent.to - 1 + state.stepMs : 0));
  if (load.exchange) {
    const funding = await store.extent(id, "funding");
    arrivals.seal({ until: last, fundedUntil: Math.min(last, (funding?.to ?? 1) - 1) });
    await recorder.flush();
  }
  await catchUp({
    store,
    run,
    until: load.exchange ? last : until,
    signal,
    onProgress() {
      showRun(state, run);
      const done = last > start ? Math.min(1, Math.max(0, ((run.time ?? start) - start) / (last - start))) : 1;
      advance(load, "estimate", FETCH_SHARE + (1 - FETCH_SHARE) * done);
    },
  });
}

/** End of the last stored bar of traded price that ends by `until`, 0 when there is none. */
async function lastBarEnd({ store, instrument, state }: MarketLoad, until: number): Promise<number> {
  const { stepMs } = state;
  const bars = await store.candles(instrumentId(instrument), stepMs, { from: asMs(Math.max(0, until - DAY_MS)), to: asMs(until) });
  return bars.reduce((end, { openTime }) => (openTime + stepMs <= until ? openTime + stepMs : end), 0);
}

/** End of the last final column: until then the record is whole, also when a crash left an older checkpoint. */
function knownUntil({ columns, stepMs, time }: EstimateRun): number | undefined {
  const finest = stepMs === HEAT_LEVELS[0].columnMs ? columns.last(0) : -Infinity;
  return time === undefined || finest === -Infinity ? time : Math.max(time, columnEnd(HEAT_LEVELS[0], finest));
}

/** The range of history that steps are made of: from the end of what is estimated, at most `depthMs` back from the last whole minute. */
function historyRange({ clock, depthMs }: MarketLoad, from: number | undefined): TimeRange {
  const now = clock.now();
  const to = now - (now % MINUTE_MS);
  return { from: asMs(Math.min(to, Math.max(from ?? 0, to - depthMs))), to: asMs(to) };
}

/** The stretches in which nobody listened: not what was collected meanwhile. */
async function unheardOf({ store, instrument }: MarketLoad, run: EstimateRun, begunAt: number): Promise<TimeRanges> {
  const end = knownUntil(run);
  if (end === undefined) return [];
  const from = await heardAfter(store, instrumentId(instrument), asMs(end));
  if (begunAt <= from) return [];
  const heard = await openHeardRanges(store, instrumentId(instrument));
  return uncovered({ from: asMs(from), to: asMs(begunAt) }, heard.list()).filter((range) => range.to - range.from >= LEAST_HOLE_MS);
}

/** Who was listening when the last column ended went on until its samples of open interest end. */
async function heardAfter(store: Store, id: InstrumentId, end: Ms): Promise<Ms> {
  let heard = end;
  for await (const events of store.readEvents(id, ["open-interest"], { from: end, to: asMs(end + LONGEST_STEP_MS) }))
    for (const event of events) if (event.kind === "open-interest" && event.time - heard < LEAST_HOLE_MS) heard = event.time;
  return heard;
}

function silenceOf(lastStored: Ms | undefined, estimatedUntil: number | undefined): TimeRange | undefined {
  if (lastStored === undefined || estimatedUntil === undefined || estimatedUntil <= lastStored + 1) return undefined;
  return { from: asMs(lastStored + 1), to: asMs(estimatedUntil) };
}

/** Until when a record that no exchange was asked for came from elsewhere. What was heard since is not stepped through before the past of it is there. */
async function untilHeard({ store, instrument }: MarketLoad, begunAt: number): Promise<number> {
  const id = instrumentId(instrument);
  const heard = await openHeardRanges(store, id);
  return Math.min(await firstAskedAt(store, id, asMs(begunAt)), ...heard.list().map(({ from }) => from));
}

/** The error of an exchange that does not answer; throws any other. */
function refusalOf(error: unknown): AppError {
  if (error instanceof AppError && error.code === "unavailable") return error;
  throw error;
}

function showRun(state: MarketState, run: EstimateRun, standing: "final" | "provisional" = "final"): void {
  // A preview may be ahead.
  const snapshot = (state.lastTime ?? 0) > (run.time ?? 0) ? undefined : run.snapshot();
  if (snapshot === undefined) return;
  state.markSource = run.estimator.markSource;
  state.lastTime = run.time;
  state.book = createBook(snapshot, { provisional: standing === "provisional", spread: () => run.spread() });
  state.grounds = run.estimator.grounds;
  state.printedShare = coverageShare(run.estimator.coverage);
}

const advance = (load: MarketLoad, phase: NonNullable<Backfill["phase"]>, progress: number): void =>
  show(load, { state: "running", phase, progress: Math.max(load.state.backfill.progress, progress) });

function show({ state, publish }: MarketLoad, backfill: Backfill): void {
  state.backfill = backfill;
  publish({ kind: "market", market: state.view() });
}
