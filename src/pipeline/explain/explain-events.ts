import { AppError } from "#core/app-error.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import type { Ms } from "#core/units.ts";
import { type CellAsked, planCell } from "#engine/explain/cell-plan.ts";
import { traceCell } from "#engine/explain/explain-cell.ts";
import type { Explanation } from "#engine/explain/explanation.ts";
import type { LadderEstimator } from "#engine/ladder-estimator.ts";
import { createStepBuilder } from "#engine/step-builder.ts";
import type { StepInput } from "#engine/step.ts";
import type { StoredEvent } from "#storage/store.ts";
import type { Breather } from "#pipeline/breather.ts";

/** What was recorded of a market, from its first event on, in the order in which events became known. Read twice. */
export interface RecordedEvents {
  readonly instrument: Instrument;
  readonly stepMs: Ms;
  readonly events: () => AsyncIterable<readonly StoredEvent[]>;
  /** A fresh estimator such as made the map. */
  readonly fresh: () => LadderEstimator;
}

export interface ExplainOptions {
  /** The cell is that of the last step that ends by then, epoch ms. */
  readonly time: number;
  /** Lets other work in between steps. */
  readonly breathe?: Breather;
  readonly signal?: AbortSignal;
}

/** Explains a cell of a recorded market by replaying what was recorded of it. Rejects with `not-found` where there is no map by then. */
export async function explainEvents(recorded: RecordedEvents, asked: CellAsked, options: ExplainOptions): Promise<Explanation> {
  const survey = recorded.fresh();
  for await (const input of stepsUntil(recorded, options)) survey.step(input);
  if (!survey.ready)
    throw new AppError(
      "not-found",
      `${instrumentId(recorded.instrument)} has no map at ${new Date(options.time).toISOString()}: no open interest was known yet`,
    );
  const trace = traceCell(recorded.fresh(), planCell(survey, asked));
  for await (const input of stepsUntil(recorded, options)) trace.step(input);
  return trace.explanation();
}

async function* stepsUntil({ instrument, stepMs, events }: RecordedEvents, { time, breathe, signal }: ExplainOptions): AsyncIterable<StepInput> {
  const builder = createStepBuilder({ stepMs, contract: instrument.contract });
  for await (const batch of events()) {
    for (const event of batch) {
      const input = builder.push(event);
      if (input === undefined) continue;
      if (input.start + input.durationMs > time) return;
      yield input;
      const pause = breathe?.();
      if (pause) await pause;
      signal?.throwIfAborted();
    }
  }
}
