import { AppError } from "#core/app-error.ts";
import { type EventOf, knownAt } from "#core/events.ts";
import { instrumentId } from "#core/instrument.ts";
import type { Estimator } from "#engine/estimator.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import type { WeightsToPin } from "#engine/learning/pinned-weights.ts";
import { createStepBuilder } from "#engine/step-builder.ts";
import type { StepForecast, StepInput } from "#engine/step.ts";
import type { History } from "#storage/import/history.ts";
import type { StoredEvent } from "#storage/store.ts";
import type { Schedule } from "./schedule.ts";

export interface ReplayListener {
  /** Weights to hold the ladder at; undefined: all are learned. */
  readonly pinned?: WeightsToPin | undefined;
  /** Instants to stop at; none: only steps are reported. */
  readonly schedule?: Schedule;
  /** The estimate from what was known at `time`. It may not be ready: then there was no open interest yet. */
  atTime?(time: number, estimator: Estimator): Promise<void>;
  /** Every event, in the order in which it became known, before it is used. */
  onEvent?(event: StoredEvent): void;
  /** After every step, in order. */
  onStep?(step: { readonly forecast: StepForecast; readonly input: StepInput; readonly estimator: Estimator }): void;
}

/**
 * Replays a history through a fresh estimate, up to its end: bad content anywhere in it rejects with `bad-input`, as does a history without open interest.
 * Resolves to the end of the last step.
 */
export async function replayHistory(history: History, listener: ReplayListener): Promise<number> {
  const { instrument, stepMs } = history;
  const { schedule, pinned } = listener;
  if (!history.hasOpenInterest)
    throw new AppError("bad-input", `${instrumentId(instrument)}: the folder holds no open interest, so there is nothing to estimate`);
  const estimator = createEstimator(instrument, { pinned });
  const builder = createStepBuilder({ stepMs, contract: instrument.contract });
  const asOf = betweenSteps(estimator, createEstimator(instrument, { pinned }));
  let firstTime: number | undefined;
  let lastKnown = -Infinity;
  let steppedTo = -Infinity;

  const answerBefore = async (limit: number) => {
    if (firstTime === undefined) return;
    for (let time = schedule?.next(firstTime); time !== undefined && time < limit; time = schedule?.next(firstTime)) {
      await listener.atTime?.(time, asOf.estimatorAt(time));
      schedule?.advance();
    }
  };

  for await (const batch of history.events()) {
    for (const event of batch) {
      const known = knownAt(event);
      const isFirstCandle = firstTime === undefined && event.kind === "candle" && event.price === "last";
      if (isFirstCandle) firstTime = event.openTime;
      // Before the first candle is used: an instant ahead of its end must not see it.
      if (known > lastKnown || isFirstCandle) {
        await answerBefore(known);
        lastKnown = known;
      }
      listener.onEvent?.(event);
      if (event.kind === "open-interest") asOf.note(event);
      const input = builder.push(event);
      if (!input) continue;
      // Not inside the call: an optional call that is left out leaves out its arguments too.
      const forecast = estimator.step(input);
      listener.onStep?.({ forecast, input, estimator });
      steppedTo = input.start + input.durationMs;
      asOf.stepped(steppedTo);
    }
  }
  await answerBefore(schedule?.beyondData ? Infinity : lastKnown + 1);
  return steppedTo;
}

/** Open interest that became known after the last step is applied on a copy, so that the step that contains it still sees it in its order. */
function betweenSteps(estimator: Estimator, scratch: Estimator) {
  let latest: EventOf<"open-interest"> | undefined;
  return {
    note(event: EventOf<"open-interest">) {
      latest = event;
    },
    stepped(end: number) {
      if (latest && latest.time <= end) latest = undefined;
    },
    estimatorAt(time: number): Estimator {
      if (!latest || latest.time > time) return estimator;
      scratch.copyFrom(estimator);
      scratch.observe(latest);
      return scratch;
    },
  };
}
