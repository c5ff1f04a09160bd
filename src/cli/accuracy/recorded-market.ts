import type { EventOf } from "#core/events.ts";
import type { Instrument } from "#core/instrument.ts";
import { createStepBuilder } from "#engine/step-builder.ts";
import type { StepInput } from "#engine/step.ts";
import type { History } from "#storage/import/history.ts";

export type Print = EventOf<"liquidation"> | EventOf<"liquidation-sum">;

/** A history as the engine takes it, kept whole so that many can be run over it. */
export interface RecordedMarket {
  readonly instrument: Instrument;
  readonly stepMs: number;
  /** The same steps that `estimate` feeds the engine, in order. */
  readonly steps: readonly StepInput[];
  readonly prints: readonly Print[];
}

export async function readMarket(history: History): Promise<RecordedMarket> {
  const { instrument, stepMs } = history;
  const builder = createStepBuilder({ stepMs, contract: instrument.contract });
  const steps: StepInput[] = [];
  const prints: Print[] = [];
  for await (const batch of history.events())
    for (const event of batch) {
      if (event.kind === "liquidation" || event.kind === "liquidation-sum") prints.push(event);
      const step = builder.push(event);
      if (step) steps.push(step);
    }
  return { instrument, stepMs, steps, prints };
}
