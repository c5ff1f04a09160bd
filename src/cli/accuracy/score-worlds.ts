import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { AppError } from "#core/app-error.ts";
import { HOUR_MS } from "#core/units.ts";
import { DUMP_DEFAULTS, writeDump } from "#simulator/binance/dump/write-dump.ts";
import { CONTENDERS } from "./contenders.ts";
import { type OpenInterestTrial, tryOpenInterest } from "./open-interest-trial.ts";
import { type InstantScore, scoreContender } from "./score-world.ts";
import { type World, readWorld } from "./world-folder.ts";

/** Where a world comes from: a folder that `simulate` wrote, or a seed. */
export type WorldSource = { readonly kind: "folder"; readonly dir: string } | { readonly kind: "seed"; readonly seed: string; readonly days: number };

/** What a thread is asked: a world, and the names of who is scored on it. */
export interface WorldTask {
  readonly source: WorldSource;
  readonly names: readonly string[];
  /** Whether it is tried what open interest adds. */
  readonly openInterest: boolean;
}

export interface WorldScores {
  readonly scores: readonly InstantScore[];
  /** Of each world; none when it was not tried. */
  readonly openInterest: readonly OpenInterestTrial[];
}

export type WorldReport = ({ readonly kind: "scores" } & WorldScores) | { readonly kind: "failed"; readonly sentence: string };

/** Names of those whose name contains one of the words; of all when there are no words. `bad-input` when nobody's does. */
export function chosenContenders(words: readonly string[]): readonly string[] {
  const names = CONTENDERS.map(({ name }) => name);
  const chosen = words.length === 0 ? names : names.filter((name) => words.some((word) => name.includes(word)));
  if (chosen.length === 0) throw new AppError("bad-input", `nobody is called ${words.join(" or ")}; there are ${names.join(", ")}`);
  return chosen;
}

/** Scores contenders on worlds, `threads` worlds at a time; the scores are in the order of the worlds. */
export async function scoreWorlds(
  sources: readonly WorldSource[],
  { threads, onWorld, ...asked }: Omit<WorldTask, "source"> & { readonly threads: number; readonly onWorld?: (done: number) => void },
): Promise<WorldScores> {
  const results: WorldScores[] = [];
  let next = 0;
  let done = 0;
  const run = async () => {
    while (next < sources.length) {
      const at = next++;
      results[at] = await scoreApart({ source: sources[at], ...asked });
      onWorld?.(++done);
    }
  };
  await Promise.all(Array.from({ length: threads }, run));
  return { scores: results.flatMap(({ scores }) => scores), openInterest: results.flatMap(({ openInterest }) => openInterest) };
}

/** One world, here and now. */
export async function scoreWorld({ source, names, openInterest }: WorldTask): Promise<WorldScores> {
  const world = source.kind === "folder" ? await readWorld(source.dir) : await simulateWorld(source);
  const scores = CONTENDERS.filter(({ name }) => names.includes(name)).flatMap((contender) => scoreContender(contender, world));
  return { scores, openInterest: openInterest ? [tryOpenInterest(world)] : [] };
}

/** Lives a world through into a folder of its own, reads back what is published of it, and leaves nothing behind. */
async function simulateWorld({ seed, days }: { readonly seed: string; readonly days: number }): Promise<World> {
  const directory = await mkdtemp(join(tmpdir(), "powderkeg-world-"));
  try {
    await writeDump({ ...DUMP_DEFAULTS, seed, days, coins: ["BTC"], directory, truthEveryMs: 6 * HOUR_MS, aggregateTrades: "skip", onProgress: () => {} });
    return { ...(await readWorld(directory)), name: seed };
  } finally {
    await rm(directory, { recursive: true });
  }
}

const WORKER = new URL("./world-worker.js", import.meta.url);

/** On a thread of its own where the product is built; a thread cannot load TypeScript on Node 20. */
async function scoreApart(task: WorldTask): Promise<WorldScores> {
  if (!existsSync(WORKER)) return scoreWorld(task);
  const report = await new Promise<WorldReport>((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: task });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  if (report.kind === "failed") throw new Error(report.sentence);
  return report;
}
