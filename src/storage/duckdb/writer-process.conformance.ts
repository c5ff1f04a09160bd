import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { build } from "vite";

export interface WriterProcess {
  readonly child: ChildProcessByStdio<null, Readable, null>;
  /** What it said so far. */
  readonly lines: readonly string[];
  /** Resolves when it has said `count` lines, or has ended. */
  readonly said: (count: number) => Promise<void>;
  /** Resolves when it has ended and everything it said is in `lines`. */
  readonly ended: Promise<void>;
}

/** Bundles a writer beside this file, because Node 20 does not run TypeScript; beside the packages, so that it finds DuckDB. */
export async function buildWriter(source = "store-writer"): Promise<{ script: string; remove: () => Promise<void> }> {
  const directory = await mkdtemp(fileURLToPath(new URL("../../../node_modules/.store-writer-", import.meta.url)));
  await build({
    configFile: false,
    logLevel: "error",
    resolve: { conditions: ["source"] },
    ssr: { resolve: { conditions: ["source"] } },
    build: {
      ssr: fileURLToPath(new URL(`${source}.conformance.ts`, import.meta.url)),
      outDir: directory,
      rolldownOptions: { output: { entryFileNames: "writer.mjs" } },
    },
  });
  return { script: `${directory}/writer.mjs`, remove: () => rm(directory, { recursive: true }) };
}

/** Starts the writer on `file`; with a limit, no file of its may grow beyond `maxFileKb`, as on a full disk, until {@link makeRoom}. */
export function startWriter(script: string, file: string, { maxFileKb }: { maxFileKb?: number } = {}): WriterProcess {
  const limit = maxFileKb === undefined ? "" : `ulimit -S -f ${maxFileKb * 2}; `;
  const child = spawn("/bin/sh", ["-c", `${limit}exec "$0" "$1" "$2"`, process.execPath, script, file], { stdio: ["ignore", "pipe", "inherit"] });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => lines.push(line));
  const ended = Promise.all([once(reader, "close"), once(child, "close")]).then(() => undefined);
  const said = async (count: number): Promise<void> => {
    while (lines.length < count && child.exitCode === null && child.signalCode === null) await Promise.race([once(reader, "line"), ended]);
  };
  return { child, lines, said, ended };
}

/** Takes the limit of a running writer away. */
export function makeRoom({ child }: WriterProcess): void {
  const { status, stderr } = spawnSync("prlimit", ["--pid", String(child.pid), "--fsize=unlimited:"], { encoding: "utf8" });
  if (status !== 0) throw new Error(`prlimit (of util-linux) could not lift the limit: ${stderr}`);
}
