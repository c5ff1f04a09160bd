import type { Command } from "commander";
import { instrumentId } from "#core/instrument.ts";
import { ROW_WIDTH } from "#core/price-rows.ts";
import type { HeatSnapshot } from "#core/heat-column.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import type { LadderWeights } from "#engine/ladder-weights.ts";
import { mapBands } from "#engine/uncertainty/map-bands.ts";
import { openHistory } from "#storage/import/open-history.ts";
import { createForecastLog } from "#cli/offline/forecast-log.ts";
import { importWarnings } from "#cli/offline/import-warnings.ts";
import { createMarkCheck } from "#cli/offline/mark-check.ts";
import { openOutputSpool } from "#cli/offline/output-spool.ts";
import { replayHistory } from "#cli/offline/replay-history.ts";
import { createSchedule, type ScheduleOptions } from "#cli/offline/schedule.ts";
import { createSnapshotWriter } from "#cli/offline/snapshot-json.ts";
import { createVolumeCheck } from "#cli/offline/volume-check.ts";
import { readWeights, weightsText } from "#cli/offline/weights-file.ts";

interface EstimateOptions extends ScheduleOptions {
  readonly from: string;
  readonly exchange?: string;
  readonly symbol?: string;
  readonly out?: string;
  /** File of weights to hold. */
  readonly weights?: string;
  readonly weightsOut?: string;
  readonly bands?: true;
}

export function registerEstimate(program: Command): void {
  program
    .command("estimate")
    .description("replay a folder through the engine and print the map as known at each time, as one JSON document (docs/history-files.md)")
    .requiredOption("--from <dir>", "market folder or Binance dump tree")
    .option("--exchange <exchange>", "which exchange, when the folder holds several")
    .option("--symbol <symbol>", "which symbol, when the folder holds several")
    .option("--at <times>", "times, ISO 8601 or epoch ms, separated by commas")
    .option("--every <span>", "a map every span, e.g. 6h")
    .option("--start <time>", "first time of --every")
    .option("--end <time>", "last time of --every")
    .option("--bands", "add the p10-p90 band of every 20-bps bin to each map")
    .option("--out <file>", "write there instead of standard output")
    .option("--weights <file>", "hold the ladder at these weights, as --weights-out writes them; rungs left out of the file learn on")
    .option("--weights-out <file>", "write the ladder's weights at the last of the times there, as JSON")
    .action(estimate);
}

async function estimate({ from, exchange, symbol, out, bands, weights, weightsOut, ...when }: EstimateOptions): Promise<void> {
  const schedule = createSchedule(when);
  const pinned = weights === undefined ? undefined : await readWeights(weights);
  const history = await openHistory(from, { exchange, symbol });
  const { instrument, stepMs } = history;
  const { model } = createEstimator(instrument, { pinned });
  const spool = await openOutputSpool(out);
  const weightsSpool = weightsOut === undefined ? undefined : await openOutputSpool(weightsOut);
  try {
    const forecasts = createForecastLog();
    const writeSnapshot = createSnapshotWriter();
    const check = createVolumeCheck();
    const marks = createMarkCheck();
    const early: number[] = [];
    let reuse: HeatSnapshot | undefined;
    let count = 0;
    let lastTime = -Infinity;
    let lastWeights: LadderWeights | undefined;
    await spool.write(
      `{"model":${JSON.stringify(model)},"instrument":${JSON.stringify({ exchange: instrument.exchange, symbol: instrument.symbol })},"wRow":${ROW_WIDTH},"snapshots":[`,
    );
    const dataEnd = await replayHistory(history, {
      schedule,
      pinned,
      onStep: ({ forecast, input }) => {
        forecasts.add(forecast);
        check.add(input);
        marks.add(input);
      },
      async atTime(time, estimator) {
        lastTime = time;
        if (!estimator.ready) {
          early.push(time);
          return;
        }
        reuse = estimator.snapshot(reuse);
        if (weightsSpool) lastWeights = estimator.weights();
        const stated = bands && mapBands(reuse, estimator.spread());
        await spool.write(`${count++ > 0 ? "," : ""}\n${writeSnapshot(time, reuse, { markSource: estimator.markSource, bands: stated })}`);
      },
    });
    await spool.write(`\n],"stepMs":${stepMs},"crossed":[`);
    for (const text of forecasts.json({ upTo: lastTime - stepMs })) await spool.write(text);
    await spool.write("\n]}\n");
    if (weightsSpool && lastWeights) {
      await weightsSpool.write(weightsText(lastWeights));
      await weightsSpool.deliver(weightsOut);
    }
    await spool.deliver(out);
    warn(instrumentId(instrument), [
      ...importWarnings(history, check),
      ...marks.warnings(),
      ...(early.length > 0 ? [`no map at ${early.length} of the times, the first ${new Date(early[0]).toISOString()}: there was no open interest yet`] : []),
      ...(when.at !== undefined && lastTime > dataEnd + stepMs ? [`the data end at ${new Date(dataEnd).toISOString()}, before the last time asked for`] : []),
      ...(weightsSpool && !lastWeights ? [`there is no map, so no weights were written to ${weightsOut}`] : []),
      ...(count === 0 && early.length === 0 ? ["no time lies within the data: no map"] : []),
    ]);
  } finally {
    await spool.dispose();
    await weightsSpool?.dispose();
  }
}

function warn(id: string, sentences: readonly string[]): void {
  for (const sentence of sentences) process.stderr.write(`${id}: ${sentence}\n`);
}
