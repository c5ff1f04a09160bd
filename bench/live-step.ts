// What a live step costs, against the price rows that its candle touches and the age of the book: npm run bench -- live-step
// The figure to reach is 50 us and 1 us per touched row more, at any length of history.
import { rowCoordinate } from "#core/price-rows.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import { BENCH_INSTRUMENT, syntheticMarket } from "./synthetic-market.ts";

const WINDOW_DAYS = 2;
const AGES_DAYS = [1, 7, 28, 90];
const FIXED_US = 50;
const PER_ROW_US = 1;

interface Timing {
  readonly us: number;
  readonly rows: number;
}

const quantile = (values: readonly number[], q: number) => [...values].sort((a, b) => a - b)[Math.floor(q * (values.length - 1))];

function report(age: number, timings: readonly Timing[]): void {
  const us = timings.map((one) => one.us);
  const within = timings.filter(({ us, rows }) => us <= FIXED_US + PER_ROW_US * rows).length / timings.length;
  const rows = quantile(
    timings.map((one) => one.rows),
    0.5,
  );
  console.log(
    `after ${age} d: p50 ${quantile(us, 0.5).toFixed(1)}, p95 ${quantile(us, 0.95).toFixed(1)}, p99 ${quantile(us, 0.99).toFixed(1)} us a step, ${rows.toFixed(0)} rows touched; ${(100 * within).toFixed(1)} % within ${FIXED_US} us + ${PER_ROW_US} us a row`,
  );
}

const estimator = createEstimator(BENCH_INSTRUMENT);
let timings: Timing[] = [];
let minute = 0;
for (const step of syntheticMarket(Math.max(...AGES_DAYS))) {
  const started = performance.now();
  estimator.step(step);
  timings.push({ us: 1000 * (performance.now() - started), rows: Math.ceil(rowCoordinate(step.candle.high) - rowCoordinate(step.candle.low)) + 1 });
  minute++;
  if (AGES_DAYS.includes(minute / 1440)) report(minute / 1440, timings.slice(-WINDOW_DAYS * 1440));
  if (minute % 1440 === 0) timings = timings.slice(-WINDOW_DAYS * 1440);
}
