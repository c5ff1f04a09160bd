import { knownAt } from "#core/events.ts";
import { instrumentId } from "#core/instrument.ts";
import { DAY_MS, asMs } from "#core/units.ts";
import { STORED_KINDS, type Store } from "#storage/store.ts";
import { createBreather } from "#pipeline/breather.ts";
import type { EstimateRun } from "#pipeline/columns/estimate-run.ts";

export interface CatchUp {
  readonly store: Store;
  readonly run: EstimateRun;
  /** Nothing that was known by then is used, by a run that has not begun. */
  readonly from?: number;
  /** Nothing that became known after it is used. Ends a step, or is Infinity: all that is stored. */
  readonly until: number;
  readonly signal: AbortSignal;
  /** Called after every stored batch of columns. */
  readonly onProgress: () => void;
}

/** How long the computation may hold the event loop. */
const SLICE_MS = 8;
const COLUMNS_PER_BATCH = 256;
const COLUMNS_PER_CHECKPOINT = 5_000;
/** Longest bar or sum whose end may lie after the checkpoint while its start lies before. */
const LONGEST_INTERVAL_MS = DAY_MS;

/** Replays what the store knows after the run's last step, and stores the columns. Ends at `until` or the last stored candle, with a checkpoint. */
export async function catchUp({ store, run, from = -Infinity, until, signal, onProgress }: CatchUp): Promise<void> {
  const breathe = createBreather(SLICE_MS);
  const start = run.time ?? from;
  const range = { from: asMs(Math.max(0, start - LONGEST_INTERVAL_MS)), to: asMs(Math.min(Number.MAX_SAFE_INTEGER, until + 1)) };
  let storedColumns = 0;
  let storing = Promise.resolve();
  try {
    for await (const events of store.readEvents(instrumentId(run.estimator.instrument), STORED_KINDS, range)) {
      for (const event of events) {
        const known = knownAt(event);
        if (known <= start || known > until || !run.push(event)) continue;
        const pause = breathe();
        if (pause === undefined) continue;
        await pause;
        signal.throwIfAborted();
        const { whole } = run.columns;
        if (whole < COLUMNS_PER_BATCH) continue;
        await storing;
        storedColumns += whole;
        const isDue = storedColumns % COLUMNS_PER_CHECKPOINT < whole;
        // The estimate goes on while a batch is stored; with the next one it hears of a failure.
        storing = (isDue ? run.checkpoint() : run.flush()).then(onProgress);
        storing.catch(() => undefined);
      }
    }
  } finally {
    await storing;
  }
  await run.checkpoint();
  onProgress();
}
