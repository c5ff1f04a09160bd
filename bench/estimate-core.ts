// How long the estimate takes on parsed input, and how it grows with the length of the history: npm run bench -- estimate-core
// Processor time of the process, so that other work on the machine counts less.
import type { HeatSnapshot } from "#core/heat-column.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import { BENCH_INSTRUMENT, syntheticSteps } from "./synthetic-market.ts";

const COLUMN_MINUTES = 5;

/** 1-minute steps in, 5-minute columns out, both sides, the whole ladder. */
function run(steps: ReturnType<typeof syntheticSteps>): number {
  const before = process.cpuUsage();
  const estimator = createEstimator(BENCH_INSTRUMENT);
  let snapshot: HeatSnapshot | undefined;
  steps.forEach((step, index) => {
    estimator.step(step);
    if (estimator.ready && index % COLUMN_MINUTES === COLUMN_MINUTES - 1) snapshot = estimator.snapshot(snapshot);
  });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

for (const days of (process.env["BENCH_DAYS"] ?? "7,14,28,70").split(",").map(Number)) {
  const steps = syntheticSteps(days);
  const times = Array.from({ length: days > 28 ? 1 : 5 }, () => run(steps));
  const columns = Math.floor(steps.length / COLUMN_MINUTES);
  console.log(
    `${days} d x 1 m, ${columns} columns: first ${times[0].toFixed(0)} ms, median ${median(times).toFixed(0)} ms, ${((1000 * median(times)) / steps.length).toFixed(1)} us a step, peak RSS ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
  );
}
