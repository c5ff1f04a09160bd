import type { Command } from "commander";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import { createObservationLog } from "#engine/score/observation-log.ts";
import type { ImportReport } from "#storage/import/import-report.ts";
import { openHistory } from "#storage/import/open-history.ts";
import { importWarnings } from "#cli/offline/import-warnings.ts";
import { replayHistory } from "#cli/offline/replay-history.ts";
import { type HorizonScore, scoreHorizons } from "#cli/offline/score-horizons.ts";
import { scoreTable } from "#cli/offline/score-table.ts";
import { createVolumeCheck } from "#cli/offline/volume-check.ts";
import { readWeights } from "#cli/offline/weights-file.ts";

interface ScoreOptions {
  readonly from: string;
  readonly exchange?: string;
  readonly symbol?: string;
  readonly json?: boolean;
  /** File of weights to hold. */
  readonly weights?: string;
}

export function registerScore(program: Command): void {
  program
    .command("score")
    .description("how well each step's forced volume was predicted before it was seen, against baselines that know prices only")
    .requiredOption("--from <dir>", "market folder or Binance dump tree with liquidations")
    .option("--exchange <exchange>", "which exchange, when the folder holds several")
    .option("--symbol <symbol>", "which symbol, when the folder holds several")
    .option("--weights <file>", "hold the ladder at these weights, as `estimate --weights-out` writes them")
    .option("--json", "print JSON instead of a table")
    .action(score);
}

async function score({ from, exchange, symbol, json, weights }: ScoreOptions): Promise<void> {
  const pinned = weights === undefined ? undefined : await readWeights(weights);
  const history = await openHistory(from, { exchange, symbol });
  const { instrument, stepMs } = history;
  const { model } = createEstimator(instrument, { pinned });
  const log = createObservationLog({ stepMs, contract: instrument.contract });
  const check = createVolumeCheck();
  let ready = false;
  let explainedShare = 0;
  await replayHistory(history, {
    pinned,
    onEvent: (event) => {
      if (event.kind === "liquidation" || event.kind === "liquidation-sum") log.addPrint(event);
    },
    onStep: ({ forecast, input, estimator }) => {
      log.addStep({ forecast, input, ready });
      check.add(input);
      ready = estimator.ready;
      explainedShare = estimator.explainedShare;
    },
  });
  const horizons = scoreHorizons(instrument, log, stepMs);
  const warnings = importWarnings(history, check);
  if (json) process.stdout.write(`${JSON.stringify(document(instrument, { model, stepMs, explainedShare, horizons, warnings, report: history.report() }))}\n`);
  else {
    process.stdout.write(`${model} on ${instrumentId(instrument)}, steps of ${stepMs / 60_000} min; 90 % intervals from whole days\n\n${scoreTable(horizons)}`);
    for (const warning of warnings) process.stderr.write(`${instrumentId(instrument)}: ${warning}\n`);
  }
}

function document(
  instrument: Instrument,
  of: { model: string; stepMs: number; explainedShare: number; horizons: readonly HorizonScore[]; warnings: readonly string[]; report: ImportReport },
): object {
  return {
    model: of.model,
    instrument: { exchange: instrument.exchange, symbol: instrument.symbol },
    liquidationFeed: instrument.liquidationFeed ?? { exchanges: [instrument.exchange], sampling: "unknown" },
    stepMs: of.stepMs,
    explainedShare: of.explainedShare,
    horizons: of.horizons,
    rows: of.report.rows,
    warnings: of.warnings,
  };
}
