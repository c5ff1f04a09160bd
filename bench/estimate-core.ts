// How long the estimate takes on parsed input, and how it grows with the length of the history: npm run bench -- estimate-core
// Processor time of the process, so that other work on the machine counts less.
import type { HeatSnapshot } from "#core/heat-column.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import { BENCH_INSTRUMENT, syntheticSteps } from "./synthetic-market.ts";

const COLUMN_MINUTES = 5;

/** 1-minute steps in, 5-minute columns out, both sides, the whole ladder. */
function run(steps: ReturnType<typeof syntheticSteps>): { cpu: number; wall: number } {
  const before = process.cpuUsage();
  const started = performance.now();
  const estimator = createEstimator(BENCH_INSTRUMENT);
  let snapshot: HeatSnapshot | undefined;
  steps.forEach((step, index) => {
    estimator.step(step);
    if (estimator.ready && index % COLUMN_MINUTES === COLUMN_MINUTES - 1) snapshot = estimator.snapshot(snapshot);
  });
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1000, wall: performance.now() - started };
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

for (const days of (process.env["BENCH_DAYS"] ?? "7,14,28,70").split(",").map(Number)) {
  const steps = syntheticSteps(days);
  const times = Array.from({ length: days > 28 ? 1 : 7 }, () => run(steps));
  const [first] = times;
  const cpu = median(times.map((time) => time.cpu));
  const wall = median(times.map((time) => time.wall));
  const columns = Math.floor(steps.length / COLUMN_MINUTES);
  const perStep = ((1000 * cpu) / steps.length).toFixed(1);
  const rss = (process.resourceUsage().maxRSS / 1024).toFixed(0);
  console.log(
    `${days} d x 1 m, ${columns} columns: wall ${wall.toFixed(0)} ms (first run, code still cold: ${first.wall.toFixed(0)}), processor ${cpu.toFixed(0)} ms (${first.cpu.toFixed(0)}), ${perStep} us a step, peak RSS ${rss} MB`,
  );
}
