import type { Command } from "commander";
import { AppError } from "#core/app-error.ts";
import { chosenContenders, scoreWorlds } from "#cli/accuracy/score-worlds.ts";
import { listWorlds } from "#cli/accuracy/world-folder.ts";
import { summarise } from "#cli/accuracy/world-summary.ts";
import { worldTable } from "#cli/accuracy/world-table.ts";

interface AccuracyFlags {
  readonly worlds?: string;
  readonly only?: string;
  readonly json?: true;
}

/** Worlds at a time. */
const THREADS = 2;

export function registerAccuracy(program: Command): void {
  program
    .command("accuracy")
    .description("how good the estimate is, against simulated truth and recorded data: writes docs/accuracy.md, or scores given worlds only")
    .option("--worlds <dir>", "score the simulated worlds in this folder (see simulate) and print the figures; writes no page")
    .option("--only <names>", "with --worlds: those whose name contains one of these, separated by commas, e.g. estimate,oracle")
    .option("--json", "with --worlds: print JSON instead of a table")
    .action(accuracy);
}

async function accuracy(flags: AccuracyFlags): Promise<void> {
  if (flags.worlds === undefined) throw new AppError("bad-input", "say --worlds DIR");
  const words = flags.only?.split(",").map((word) => word.trim()) ?? [];
  const names = chosenContenders(words).map(({ name }) => name);
  const dirs = await listWorlds(flags.worlds);
  const summaries = summarise(await scoreWorlds(dirs, { names, threads: THREADS }));
  process.stdout.write(flags.json ? `${JSON.stringify({ worlds: dirs, contenders: summaries })}\n` : worldTable(summaries));
}
