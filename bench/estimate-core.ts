// How long the estimate takes on parsed input, and how it grows with the length of the history: npm run bench -- estimate-core
// BENCH_DAYS=7,14 chooses lengths; BENCH_PLOT=FILE.svg draws the growth. Processor time of the process, so that other work on the machine counts less.
import { writeFileSync } from "node:fs";
import { linePlot } from "#cli/accuracy/svg-plot.ts";
import type { HeatSnapshot } from "#core/heat-column.ts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import type { StepInput } from "#engine/step.ts";
import { BENCH_INSTRUMENT, syntheticMarket } from "./synthetic-market.ts";

/** How often the book is read out, and how far from mark: all of it, or as far as a column reaches. */
interface Output {
  readonly everyMinutes: number;
  readonly reach?: number;
}

const MAPS: Output = { everyMinutes: 5 };
/** Longer histories are parsed day by day between the measurements, so that the peak memory is the estimator's. */
const LONGEST_PARSED_DAYS = 28;
const MOST_RUNS = 7;

interface Cost {
  cpuMs: number;
  wallMs: number;
}

/** 1-minute steps in, both sides and the whole ladder out. Only the estimate is timed. */
function run(parts: Iterable<readonly StepInput[]>, output: Output): Cost {
  const { everyMinutes, reach } = output;
  const cost: Cost = { cpuMs: 0, wallMs: 0 };
  const estimator = timed(cost, () => createEstimator(BENCH_INSTRUMENT));
  let snapshot: HeatSnapshot | undefined;
  for (const steps of parts)
    timed(cost, () => {
      for (const [index, step] of steps.entries()) {
        estimator.step(step);
        if (estimator.ready && index % everyMinutes === everyMinutes - 1) snapshot = estimator.snapshot(snapshot, reach);
      }
    });
  return cost;
}

function timed<T>(cost: Cost, work: () => T): T {
  const before = process.cpuUsage();
  const started = performance.now();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  cost.cpuMs += (user + system) / 1000;
  cost.wallMs += performance.now() - started;
  return result;
}

function* dayByDay(days: number): Generator<readonly StepInput[]> {
  let day: StepInput[] = [];
  for (const step of syntheticMarket(days)) {
    if (day.push(step) < 1440) continue;
    yield day;
    day = [];
  }
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

function report(days: number, output: Output): Cost {
  const parsed = days <= LONGEST_PARSED_DAYS ? [[...syntheticMarket(days)]] : undefined;
  const costs = Array.from({ length: parsed ? MOST_RUNS : 1 }, () => run(parsed ?? dayByDay(days), output));
  const first = costs[0].wallMs.toFixed(0);
  const cost = { cpuMs: median(costs.map(({ cpuMs }) => cpuMs)), wallMs: median(costs.map(({ wallMs }) => wallMs)) };
  const perStep = ((1000 * cost.cpuMs) / days / 1440).toFixed(1);
  const rss = (process.resourceUsage().maxRSS / 1024).toFixed(0);
  console.log(
    `${days} d x 1 m, ${(days * 1440) / output.everyMinutes} maps${output.reach === undefined ? "" : ` within ${100 * output.reach} %`}: wall ${cost.wallMs.toFixed(0)} ms (first run: ${first}), processor ${cost.cpuMs.toFixed(0)} ms, ${perStep} us a step, peak RSS so far ${rss} MB`,
  );
  return cost;
}

const lengths = (process.env["BENCH_DAYS"] ?? "7,14,28,70,365").split(",").map(Number);
const growth = lengths.map((days) => ({ days, cost: report(days, MAPS) }));
report(7, { everyMinutes: 5, reach: HEAT_LEVELS[1].reach });
report(7, { everyMinutes: 1 });
report(7, { everyMinutes: 1, reach: HEAT_LEVELS[0].reach });

const perDay = growth.map(({ days, cost }) => cost.cpuMs / days);
console.log(`cost of a day, longest history over shortest: ${(perDay[perDay.length - 1] / perDay[0]).toFixed(2)}`);
const plot = process.env["BENCH_PLOT"];
if (plot) {
  const points = (of: (cost: Cost) => number) => growth.map(({ days, cost }) => [days, of(cost) / 1000] as const);
  writeFileSync(
    plot,
    linePlot({
      title: "Seconds to estimate a history of 1-minute candles",
      xName: "days",
      series: [
        { name: "processor time", points: points(({ cpuMs }) => cpuMs) },
        { name: "linear from the shortest", points: growth.map(({ days }) => [days, (perDay[0] * days) / 1000] as const) },
      ],
    }),
  );
}
