import { join } from "node:path";
import type { Command } from "commander";
import { AppError } from "#core/app-error.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import { writeMarketFolder } from "#storage/export/write-market-folder.ts";
import { parseTime } from "#cli/offline/parse-times.ts";
import { EXIT_INTERRUPTED, catchInterruption } from "#cli/stored/interruption.ts";
import { type RecordChoice, openRecord } from "#cli/stored/open-record.ts";

interface ExportFlags extends RecordChoice {
  readonly out: string;
  readonly start?: string;
  readonly end?: string;
}

/** `export`: what the store recorded, as market folders that every other command reads. */
export function registerExport(program: Command): void {
  program
    .command("export")
    .description("write what is stored of markets as market folders (CSV), which import, estimate, score and explain read; stop the server first")
    .requiredOption("--out <dir>", "gets a folder EXCHANGE/SYMBOL for each market")
    .option("--data-dir <dir>", "where the store lives", "data")
    .option("--simulated", "the simulated market's store instead of the real one")
    .option("--exchange <name>", "only this exchange")
    .option("--symbol <name>", "only this symbol, e.g. BTCUSDT")
    .option("--start <time>", "leave out what is before, ISO 8601 or epoch ms; an estimate of the rest begins anew there")
    .option("--end <time>", "leave out what is at that time or later")
    .action(runExport);
}

async function runExport({ out, start, end, ...choice }: ExportFlags): Promise<void> {
  const from = start === undefined ? asMs(0) : parseTime(start, "--start");
  const to = end === undefined ? asMs(Number.MAX_SAFE_INTEGER) : parseTime(end, "--end");
  if (from >= to) throw new AppError("bad-input", `--start ${start} is not before --end ${end}`);
  const { store, instruments } = await openRecord(choice);
  const interruption = catchInterruption();
  try {
    const source = await store.readMeta("source");
    for (const instrument of instruments) {
      const folder = folderOf(out, instrument);
      const written = await writeMarketFolder(store, { instrument, range: { from, to }, folder, source, signal: interruption.signal });
      const tables = [...written].map(([name, rows]) => `${name} ${rows.toLocaleString("en-US")}`);
      process.stdout.write(`${instrumentId(instrument)}: ${folder}, rows: ${tables.join(", ")}\n`);
    }
    if (source === "simulated") process.stderr.write("powderkeg: these are of the SIMULATED market: no figure in them is real\n");
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    process.stderr.write("powderkeg: interrupted; the market that was being written is not there\n");
    process.exitCode = EXIT_INTERRUPTED;
  } finally {
    interruption.release();
    await store.close();
  }
}

/** Symbols may hold what a file name must not. */
const folderOf = (out: string, { exchange, symbol }: Instrument): string => join(out, exchange, encodeURIComponent(symbol));
