import { readFileSync, readdirSync } from "node:fs";

const TICKS_PER_SECOND = 100;

/** Processor seconds of every thread of a process since its start, Linux only. The main thread is called `main`. */
export function threadSeconds(pid: number): ReadonlyMap<string, number> {
  return new Map(
    readdirSync(`/proc/${pid}/task`).map((thread) => {
      const text = readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8");
      const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
      return [Number(thread) === pid ? "main" : `thread ${thread}`, (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND];
    }),
  );
}

/** Shares of a core that the busiest threads took between two readings. */
export function sayThreads(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>, seconds: number): void {
  const shares = [...after].map(([thread, used]) => ({ thread, share: (used - (before.get(thread) ?? 0)) / seconds })).sort((a, b) => b.share - a.share);
  const said = shares.slice(0, 4).map(({ thread, share }) => `${thread} ${(100 * share).toFixed(0)} %`);
  console.log(`of a core: ${said.join(", ")}; all threads ${(100 * shares.reduce((sum, { share }) => sum + share, 0)).toFixed(0)} %`);
}
