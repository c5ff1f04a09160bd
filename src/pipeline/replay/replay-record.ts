import { AppError } from "#core/app-error.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import type { WeightsToPin } from "#engine/learning/pinned-weights.ts";
import { catchUp } from "#pipeline/history/catch-up.ts";
import { openRunFromNothing, storedModel } from "#pipeline/columns/estimate-run.ts";
import { stepMsOf } from "#pipeline/history/step-length.ts";
import type { Store } from "#storage/store.ts";
import { type ColumnComparison, openColumnCheck } from "./column-check.ts";

export interface ReplayOptions {
  readonly instrument: Instrument;
  /** The weights that held the market's ladder when its columns were made; undefined: none did. */
  readonly pinned: WeightsToPin | undefined;
  readonly signal: AbortSignal;
}

export interface RecordReplay extends ColumnComparison {
  readonly model: string;
  /** End of the last step, undefined when there was none. */
  readonly until: number | undefined;
}

/**
 * Runs what the store recorded of a market through a fresh estimate and compares every column with the stored one. Nothing is written.
 * `conflict`: the stored columns are of another model, or there are none.
 */
export async function replayRecord(store: Store, { instrument, pinned, signal }: ReplayOptions): Promise<RecordReplay> {
  const id = instrumentId(instrument);
  const stepMs = await stepMsOf({ store, instrument, exchange: undefined });
  const candles = await store.extent(id, "candle");
  const check = await openColumnCheck(store, id, candles?.from ?? 0);
  const run = openRunFromNothing(instrument, { stepMs, pinned, columns: check.columns });
  const { model } = run.estimator;
  const stored = await storedModel(store, instrument);
  if (stored === undefined) throw new AppError("conflict", `${id}: there are no stored columns to compare with`);
  if (stored !== model) throw new AppError("conflict", `${id}: the stored columns are of the model ${stored}, and this one is ${model}`);
  await catchUp({ store, run, until: Infinity, signal, onProgress: () => undefined });
  return { model, until: run.time, ...(await check.end()) };
}
