import { type Instrument, instrumentId } from "#core/instrument.ts";
import type { Ms } from "#core/units.ts";
import type { MarkSource } from "#engine/estimator.ts";
import { createStreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import type { StreamHealth } from "#exchanges/exchange.ts";
import type { Clock } from "#pipeline/clock.ts";
import { spanOf } from "#pipeline/history/time-ranges.ts";
import type { TimeRange } from "#storage/store.ts";
import type { LateHistory } from "./late-history.ts";

/** Counts by which price the steps of a market were swept, and has the mark bars that they went without fetched afterwards. */
export interface SweptBy {
  note(step: TimeRange, price: MarkSource): void;
  health(): StreamHealth;
}

/** `late` is undefined where nothing is recorded. */
export function createSweptBy(instrument: Instrument, { stepMs, clock, late }: { stepMs: Ms; clock: Clock; late: LateHistory | undefined }): SweptBy {
  const monitor = createStreamMonitor({ stream: "mark-bars", instrument: instrumentId(instrument), staleAfterMs: 3 * stepMs }, clock);
  monitor.opened();
  return {
    note(step, price) {
      if (price === "mark") return monitor.received();
      monitor.gap(`the traded price stood in for the mark price in the step from ${new Date(step.from).toISOString()}`);
      late?.want("mark-candles", step);
    },
    health() {
      const health = monitor.health();
      const minutes = Math.round(spanOf(late?.wanted("mark-candles") ?? []) / 60_000);
      return minutes === 0
        ? health
        : { ...health, problem: `${health.problem ?? "bars of the mark price are missing"}; ${minutes} min of it are asked for until they come` };
    },
  };
}
