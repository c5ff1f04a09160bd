import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { Contender } from "./contender.ts";
import { CONTENDERS } from "./contenders.ts";
import { type InstantScore, scoreContender } from "./score-world.ts";
import { readWorld } from "./world-folder.ts";

/** What a thread is asked: the folder of a world and the names of who is scored on it. */
export interface WorldTask {
  readonly dir: string;
  readonly names: readonly string[];
}

export type WorldReport = { readonly kind: "scores"; readonly scores: readonly InstantScore[] } | { readonly kind: "failed"; readonly sentence: string };

/** Those whose name contains one of the words; all when there are none. */
export function chosenContenders(words: readonly string[]): readonly Contender[] {
  return words.length === 0 ? CONTENDERS : CONTENDERS.filter(({ name }) => words.some((word) => name.includes(word)));
}

/** Scores contenders on worlds, `threads` worlds at a time, in the order of `dirs`. */
export async function scoreWorlds(
  dirs: readonly string[],
  { names, threads, onWorld }: { readonly names: readonly string[]; readonly threads: number; onWorld?: (done: number) => void },
): Promise<readonly InstantScore[]> {
  const results: (readonly InstantScore[])[] = [];
  let next = 0;
  let done = 0;
  const run = async () => {
    while (next < dirs.length) {
      const at = next++;
      results[at] = await scoreApart({ dir: dirs[at], names });
      onWorld?.(++done);
    }
  };
  await Promise.all(Array.from({ length: threads }, run));
  return results.flat();
}

/** One world, here and now. */
export async function scoreWorld({ dir, names }: WorldTask): Promise<readonly InstantScore[]> {
  const world = await readWorld(dir);
  return CONTENDERS.filter(({ name }) => names.includes(name)).flatMap((contender) => scoreContender(contender, world));
}

const WORKER = new URL("./world-worker.js", import.meta.url);

/** On a thread of its own where the product is built; a thread cannot load TypeScript on Node 20. */
async function scoreApart(task: WorldTask): Promise<readonly InstantScore[]> {
  if (!existsSync(WORKER)) return scoreWorld(task);
  const report = await new Promise<WorldReport>((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: task });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  if (report.kind === "failed") throw new Error(report.sentence);
  return report.scores;
}
