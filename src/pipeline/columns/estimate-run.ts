import { AppError } from "#core/app-error.ts";
import type { MarketEvent } from "#core/events.ts";
import type { HeatSnapshot } from "#core/heat-column.ts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { instrumentId, type Instrument, type InstrumentId } from "#core/instrument.ts";
import { asMs, type Ms } from "#core/units.ts";
import type { Estimator } from "#engine/estimator.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import type { WeightsToPin } from "#engine/learning/pinned-weights.ts";
import { createStepBuilder, type StepBuilder } from "#engine/step-builder.ts";
import type { StepInput } from "#engine/step.ts";
import type { MapSpread } from "#engine/uncertainty/map-spread.ts";
import type { Checkpoint, Store } from "#storage/store.ts";
import { closingColumns } from "./closing-columns.ts";
import { openColumnWriter, type ColumnWriter } from "./column-writer.ts";
import { type SpreadWriter, createSpreadWriter } from "./spread-writer.ts";

/** The running estimate of one market: events in, final columns and checkpoints out. */
export interface EstimateRun {
  readonly estimator: Estimator;
  readonly stepMs: Ms;
  /** End of the last step, undefined before the first. */
  readonly time: Ms | undefined;
  /** Reads the book at `time` out; undefined until there is a map. */
  snapshot(): HeatSnapshot | undefined;
  /** What the map at `time` may be wrong by: made at most once a step, when it is asked for. Throws while there is no map. */
  spread(): MapSpread;
  readonly columns: ColumnWriter;
  /** Takes the next event in the order in which events became known. True when it completed a step. */
  push(event: MarketEvent): boolean;
  /** Stores what waits to be: columns, and how sure the map was. */
  flush(): Promise<void>;
  /** Stores what waits, then the state: a restart goes on from here. */
  checkpoint(): Promise<void>;
}

export interface RunOptions {
  readonly stepMs: Ms;
  /** Columns of the finest level are made from here on (epoch ms). */
  readonly fineFrom: number;
  /** Weights to hold; undefined: all are learned. */
  readonly pinned?: WeightsToPin | undefined;
}

/**
 * Opens a run where the last one ended: from the checkpoint when it is of this model, else from nothing. Columns of another model are dropped first,
 * so that two models never share a map.
 */
export async function openEstimateRun(store: Store, instrument: Instrument, { stepMs, fineFrom, pinned }: RunOptions): Promise<EstimateRun> {
  const id = instrumentId(instrument);
  const estimator = createEstimator(instrument, { pinned });
  const start = await resume(store, estimator);
  const columns = await openColumnWriter(store, { instrument: id, layer: "modelled" }, { fineFrom });
  const builder = createStepBuilder({ stepMs, contract: instrument.contract, ordersHeard: await hasOrdersUntil(store, id, start) });
  const spreads = createSpreadWriter(store, id);
  return runOf(estimator, { stepMs, builder, columns, spreads, start, keep: (checkpoint) => store.writeCheckpoint(id, checkpoint) });
}

/** Opens a run from nothing whose columns are provisional and stand where those of `final` do not stand yet. It leaves no checkpoint. */
export async function openProvisionalRun(
  store: Store,
  instrument: Instrument,
  { stepMs, fineFrom, pinned, final }: RunOptions & { readonly final: EstimateRun },
): Promise<EstimateRun> {
  const columns = await openColumnWriter(store, { instrument: instrumentId(instrument), layer: "modelled" }, { fineFrom, until: final.columns });
  return openRunFromNothing(instrument, { stepMs, pinned, columns });
}

/** Opens a run that has seen nothing yet, hands its columns to `columns` and leaves no checkpoint. */
export function openRunFromNothing(instrument: Instrument, { stepMs, pinned, columns }: Omit<RunOptions, "fineFrom"> & Pick<RunParts, "columns">): EstimateRun {
  const builder = createStepBuilder({ stepMs, contract: instrument.contract });
  return runOf(createEstimator(instrument, { pinned }), { stepMs, builder, columns, spreads: undefined, start: undefined, keep: async () => undefined });
}

interface RunParts {
  readonly stepMs: Ms;
  readonly builder: StepBuilder;
  readonly columns: ColumnWriter;
  /** Undefined: nobody looks back at this run. */
  readonly spreads: SpreadWriter | undefined;
  readonly start: Ms | undefined;
  readonly keep: (checkpoint: Checkpoint) => Promise<void>;
}

function runOf(estimator: Estimator, { stepMs, builder, columns, spreads, start, keep }: RunParts): EstimateRun {
  let time = start;
  /** By reach. */
  const columnReads = new Map<number, { snapshot: HeatSnapshot; at: Ms | undefined }>();
  let spread: { readonly at: Ms | undefined; readonly of: MapSpread } | undefined;

  /** The book now, for columns: read out once a step and only when one ends, as far from mark as it is asked for, always into the same memory. */
  function readForColumns(reach: number): HeatSnapshot | undefined {
    if (!estimator.ready) return undefined;
    const last = columnReads.get(reach);
    if (last && last.at === time) return last.snapshot;
    const snapshot = estimator.snapshot(last?.snapshot, reach);
    columnReads.set(reach, { snapshot, at: time });
    return snapshot;
  }

  function step(input: StepInput) {
    const { start, durationMs } = input;
    const closing = closingColumns({ start, durationMs, before: time });
    // Of all that end, wanted or not: a replay that wants fewer reads the same.
    const reach = Math.max(...closing.map(({ level }) => HEAT_LEVELS[level].reach));
    const add = (book: "before" | "after") => {
      const places = closing.filter((place) => place.book === book && columns.wants(place));
      const shown = places.length > 0 ? readForColumns(reach) : undefined;
      if (shown) for (const place of places) columns.add(place, shown);
    };
    add("before");
    estimator.step(input);
    time = asMs(start + durationMs);
    add("after");
    if (estimator.ready) spreads?.note(time, () => estimator.spread());
  }

  async function flush() {
    await columns.flush();
    await spreads?.flush();
  }

  return {
    estimator,
    stepMs,
    columns,
    get time() {
      return time;
    },
    snapshot: () => (estimator.ready ? estimator.snapshot() : undefined),
    spread() {
      if (spread === undefined || spread.at !== time) spread = { at: time, of: estimator.spread() };
      return spread.of;
    },
    push(event) {
      const input = builder.push(event);
      if (input === undefined) return false;
      step(input);
      return true;
    },
    flush,
    async checkpoint() {
      if (time === undefined) return;
      const state = { model: estimator.model, time, state: estimator.save() };
      await flush();
      await keep(state);
    },
  };
}

/** Whether steps until then have heard single liquidations: to the next one, silence is an answer. */
async function hasOrdersUntil(store: Store, id: InstrumentId, time: Ms | undefined): Promise<boolean> {
  const from = (await store.extent(id, "liquidation"))?.from;
  return from !== undefined && time !== undefined && from <= time;
}

/** Of which model the stored columns of an instrument are, undefined before there were any. */
export const storedModel = (store: Pick<Store, "readMeta">, instrument: Instrument): Promise<string | undefined> => store.readMeta(modelKey(instrument));

const modelKey = (instrument: Instrument) => `model:${instrumentId(instrument)}`;

async function resume(store: Store, estimator: Estimator): Promise<Ms | undefined> {
  const id = instrumentId(estimator.instrument);
  const model = await storedModel(store, estimator.instrument);
  if (model !== undefined && model !== estimator.model) await store.dropModelled(id);
  await store.writeMeta(modelKey(estimator.instrument), estimator.model);
  const checkpoint = await store.readCheckpoint(id);
  if (checkpoint?.model !== estimator.model) return undefined;
  try {
    estimator.restore(checkpoint.state);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await store.dropModelled(id);
    return undefined;
  }
  return checkpoint.time;
}
