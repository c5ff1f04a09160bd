import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { AppError } from "#core/app-error.ts";
import { LADDER_MODEL } from "#engine/ladder-estimator.ts";
import { accuracyPage } from "#cli/accuracy/accuracy-page.ts";
import { CONTENDERS } from "#cli/accuracy/contenders.ts";
import { liquidationsSection } from "#cli/accuracy/liquidations-section.ts";
import { positionsSection } from "#cli/accuracy/positions-section.ts";
import { scoreRecorded } from "#cli/accuracy/recorded-data.ts";
import { openInterestSection } from "#cli/accuracy/open-interest-section.ts";
import { type WorldSource, chosenContenders, scoreWorlds } from "#cli/accuracy/score-worlds.ts";
import { IMAGES, type Section } from "#cli/accuracy/section.ts";
import { listWorlds } from "#cli/accuracy/world-folder.ts";
import { FIRST_SCORED_DAY, summarise } from "#cli/accuracy/world-summary.ts";
import { worldTable } from "#cli/accuracy/world-table.ts";
import { worldsSection } from "#cli/accuracy/worlds-section.ts";

interface AccuracyFlags {
  readonly worlds?: string;
  readonly only?: string;
  readonly json?: true;
  readonly seeds: number;
  readonly days: number;
  readonly kept?: string;
  readonly recorded?: string;
  readonly out: string;
}

/** Worlds at a time. */
const THREADS = 2;

export function registerAccuracy(program: Command): void {
  program
    .command("accuracy")
    .description("how good the estimate is, against simulated truth and recorded data: writes docs/accuracy.md; or scores given worlds only")
    .option("--worlds <dir>", "score the simulated worlds in this folder (see simulate), print the figures and write no page")
    .option("--only <names>", "with --worlds: those whose name contains one of these, separated by commas, e.g. estimate,oracle")
    .option("--json", "with --worlds: print JSON instead of a table")
    .option("--seeds <n>", "simulated worlds of the page", wholeNumber, 12)
    .option("--days <n>", "days of each world, at least 8; the second week is scored", wholeNumber, 14)
    .option(
      "--kept <dir>",
      "worlds of the page that are in this folder, each under its seed (simulate --seed open-01 --out DIR/open-01), are not simulated anew",
    )
    .option("--recorded <dir>", "recorded data of real markets (POWDERKEG_RECORDED_DATA); without them their parts are left out")
    .option("--out <file>", "the page; its pictures go into a folder beside it", "docs/accuracy.md")
    .action(accuracy);
}

async function accuracy(flags: AccuracyFlags): Promise<void> {
  if (flags.worlds === undefined) await writePage(flags);
  else await scoreFolders(flags.worlds, flags);
}

async function scoreFolders(dir: string, { only, json }: AccuracyFlags): Promise<void> {
  const names = chosenContenders(only?.split(",").map((word) => word.trim()) ?? []);
  const worlds = await listWorlds(dir);
  const sources = worlds.map((folder) => ({ kind: "folder", dir: folder }) as const);
  const { scores } = await scoreWorlds(sources, { names, threads: THREADS, openInterest: false });
  const summaries = summarise(scores);
  process.stdout.write(json ? `${JSON.stringify({ worlds, contenders: summaries })}\n` : worldTable(summaries));
}

async function writePage({ seeds: count, days, kept, recorded = process.env["POWDERKEG_RECORDED_DATA"], out }: AccuracyFlags): Promise<void> {
  if (days <= FIRST_SCORED_DAY) throw new AppError("bad-input", `--days must be more than ${FIRST_SCORED_DAY}, not ${days}: the first week is for learning`);
  const seeds = Array.from({ length: count }, (_, i) => `open-${String(i + 1).padStart(2, "0")}`);
  const { scores, openInterest } = await scoreWorlds(
    seeds.map((seed) => sourceOf(seed, { days, kept })),
    {
      names: chosenContenders([]),
      threads: THREADS,
      openInterest: true,
      onWorld: (done) => process.stderr.write(`\rsimulated worlds ${done}/${count}${done === count ? "\n" : ""}`),
    },
  );
  const sections: Section[] = [worldsSection({ seeds, days, summaries: summarise(scores), contenders: CONTENDERS }), openInterestSection(openInterest)];
  const report = recorded === undefined ? undefined : await scoreRecorded(recorded);
  if (report && report.positions.length > 0) sections.push(positionsSection(report.positions));
  if (report && report.liquidations.length > 0) sections.push(liquidationsSection(report.liquidations));
  const missing = report ? [] : ["real positions and real liquidations; no recorded data were found."];
  await writeText(out, accuracyPage(sections, { model: LADDER_MODEL, missing }));
  for (const { images } of sections) for (const [name, svg] of Object.entries(images)) await writeText(join(dirname(out), IMAGES, name), svg);
  process.stderr.write(`${out} written\n`);
}

/** A world that `simulate` wrote before is not lived through again. */
const sourceOf = (seed: string, { days, kept }: { readonly days: number; readonly kept: string | undefined }): WorldSource =>
  kept !== undefined && existsSync(join(kept, seed, "truth", "world.json")) ? { kind: "folder", dir: join(kept, seed) } : { kind: "seed", seed, days };

async function writeText(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("It must be a whole number above zero.");
  return value;
}
