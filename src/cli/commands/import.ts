import { join } from "node:path";
import type { Command } from "commander";
import { instrumentId } from "#core/instrument.ts";
import { openDuckDbStore } from "#storage/duckdb/open-duckdb-store.ts";
import { importHistories, type ImportOutcome } from "#storage/import/import-history.ts";
import { reportWarnings } from "#storage/import/import-report.ts";
import { listHistories, openHistory } from "#storage/import/open-history.ts";
import { EXIT_INTERRUPTED, catchInterruption } from "#cli/stored/interruption.ts";
import { showImportProgress } from "./import-progress.ts";

interface ImportArguments {
  readonly from: string;
  readonly exchange?: string;
  readonly symbol?: string;
  readonly dataDir: string;
}

export function registerImport(program: Command): void {
  program
    .command("import")
    .description("load history into the store: Binance USD-M dumps or market folders; can be interrupted and run again")
    .requiredOption("--from <dir>", "folder with the history; all instruments in it are loaded")
    .option("--exchange <name>", "only this exchange")
    .option("--symbol <name>", "only this symbol, e.g. BTCUSDT")
    .option("--data-dir <dir>", "where the store lives", "data")
    .action(runImport);
}

async function runImport({ from, exchange, symbol, dataDir }: ImportArguments): Promise<void> {
  const all = exchange === undefined && symbol === undefined;
  const histories = all ? await listHistories(from) : [await openHistory(from, { exchange, symbol })];
  const store = await openDuckDbStore({ file: join(dataDir, "market.duckdb") });
  const interruption = catchInterruption();
  const progress = showImportProgress(process.stderr);
  try {
    const outcomes = await importHistories(store, histories, { onProgress: progress.show, signal: interruption.signal });
    progress.end();
    for (const outcome of outcomes) describe(outcome);
    if (outcomes.some(({ interrupted }) => interrupted)) {
      process.stderr.write("powderkeg: interrupted; run the same command again to go on.\n");
      process.exitCode = EXIT_INTERRUPTED;
    }
  } finally {
    progress.end();
    interruption.release();
    await store.close();
  }
}

function describe(outcome: ImportOutcome): void {
  const { instrument, added, duplicates, files, filesRead, filesSkipped, interrupted, report } = outcome;
  const id = instrumentId(instrument);
  const identical = Object.values(report.identical).reduce((sum, count) => sum + count, 0);
  const counts = [
    `${thousands(added)} rows added`,
    `${thousands(duplicates + identical)} there already`,
    `${filesRead} of ${files} files read${filesSkipped > 0 ? ` (${filesSkipped} imported before)` : ""}`,
    `${thousands(report.candleGaps.count)} ${report.candleGaps.count === 1 ? "gap" : "gaps"}`,
  ];
  process.stdout.write(`${id}: ${counts.join(", ")}${span(outcome)}\n`);
  // Of a part of the files the report cannot say what the whole lacks.
  if (filesSkipped === 0 && !interrupted) for (const warning of reportWarnings(report)) process.stderr.write(`${id}: ${warning}\n`);
}

function span({ report: { firstTime, lastTime } }: ImportOutcome): string {
  if (firstTime === undefined || lastTime === undefined) return "";
  return `, candles from ${minuteText(firstTime)} to ${minuteText(lastTime)} UTC`;
}

const thousands = (count: number): string => count.toLocaleString("en-US");
const minuteText = (time: number): string => new Date(time).toISOString().slice(0, 16).replace("T", " ");
