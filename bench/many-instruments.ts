// Memory of many live instruments in one process: npm run bench -- many-instruments [COUNT]
// Each takes over the book of six days and lives the seventh itself, has the copy that its provisional columns are made with, and both columns at hand.
import type { HeatSnapshot } from "#core/heat-column.ts";
import { type LadderEstimator, createEstimator } from "#engine/ladder-estimator.ts";
import { BENCH_INSTRUMENT, syntheticSteps } from "./synthetic-market.ts";

const DAYS = 7;
const COLUMN_MINUTES = 5;

interface LiveInstrument {
  readonly estimator: LadderEstimator;
  readonly forming: LadderEstimator;
  closed: HeatSnapshot | undefined;
  provisional: HeatSnapshot | undefined;
}

const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(0);

const count = Number(process.argv[3] ?? 300);
const steps = syntheticSteps(DAYS);
const lastDay = steps.splice(-1440);
const grown = createEstimator(BENCH_INSTRUMENT);
for (const step of steps.splice(0)) grown.step(step);
const before = process.memoryUsage().rss;
const started = process.cpuUsage();
const live: LiveInstrument[] = [];
for (let i = 0; i < count; i++) {
  const of: LiveInstrument = {
    estimator: createEstimator(BENCH_INSTRUMENT),
    forming: createEstimator(BENCH_INSTRUMENT),
    closed: undefined,
    provisional: undefined,
  };
  of.estimator.copyFrom(grown);
  for (const [minute, step] of lastDay.entries()) {
    of.estimator.step(step);
    if (minute % COLUMN_MINUTES === COLUMN_MINUTES - 1) of.closed = of.estimator.snapshot(of.closed);
  }
  of.forming.copyFrom(of.estimator);
  of.provisional = of.forming.snapshot(of.provisional);
  live.push(of);
}
const { user, system } = process.cpuUsage(started);
const saved = live[0].estimator.save().length;
const { rss } = process.memoryUsage();
console.log(
  `${live.length} instruments after ${DAYS} d: ${megabytes(rss)} MB resident (${megabytes(before)} before the first), peak ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB, ${((rss - before) / 1024 / 1024 / count).toFixed(2)} MB each, ${(saved / 1024).toFixed(0)} kB saved; ${((user + system) / 1e6 / count).toFixed(2)} s of processor for each day`,
);
