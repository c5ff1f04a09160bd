import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import { Gauge, Histogram, Registry } from "prom-client";

/** What an event goes through until it is on its way to a page: those of a feed, then the push to a client. */
export type Stage = "receive" | "wait" | "normalise" | "take-in" | "push";

/** Measures how long events take, for `/metrics`. */
export interface StageTimes {
  /** `exchange`: empty for the push. */
  note(stage: Stage, exchange: string, durationMs: number): void;
  /** In Prometheus' text format. */
  metrics(): Promise<string>;
  close(): void;
}

const BUCKETS_SECONDS = [0.0001, 0.000_25, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 5];
const QUANTILES = [0.5, 0.99, 1] as const;
const LOOP_RESOLUTION_MS = 10;

export function createStageTimes(): StageTimes {
  const registry = new Registry();
  const seconds = new Histogram({
    name: "powderkeg_stage_seconds",
    help: "How long an event takes: receive (stamp to arrival), wait, normalise, take-in (the listeners' pushes included), push (until written to a client)",
    labelNames: ["stage", "exchange"],
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  });
  const known = new Map<string, Histogram.Internal<"stage" | "exchange">>();
  const loop = watchLoop(registry);

  function of(stage: Stage, exchange: string): Histogram.Internal<"stage" | "exchange"> {
    const key = `${stage} ${exchange}`;
    const found = known.get(key) ?? seconds.labels({ stage, exchange });
    known.set(key, found);
    return found;
  }

  return {
    // Clocks that disagree can make a way look shorter than nothing.
    note: (stage, exchange, durationMs) => of(stage, exchange).observe(Math.max(0, durationMs) / 1_000),
    metrics: () => registry.metrics(),
    close: () => void loop.disable(),
  };
}

/** How late the event loop comes round, since it was last read: all that waits on it is late by as much. */
function watchLoop(registry: Registry): IntervalHistogram {
  const histogram = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  histogram.enable();
  void new Gauge({
    name: "powderkeg_event_loop_delay_seconds",
    help: "How late the event loop came round since the last reading, by quantile",
    labelNames: ["quantile"],
    registers: [registry],
    collect() {
      for (const quantile of QUANTILES)
        this.set({ quantile: String(quantile) }, Math.max(0, histogram.percentile(100 * quantile) / 1e9 - LOOP_RESOLUTION_MS / 1_000));
      histogram.reset();
    },
  });
  return histogram;
}
