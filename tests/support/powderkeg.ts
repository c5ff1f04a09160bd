import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const BINARY = fileURLToPath(new URL("../../bin/powderkeg.js", import.meta.url));
const BUILT = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

const running = new Set<ChildProcess>();

/** A test that fails before its stop must not leave a server behind. */
afterAll(() => running.forEach((child) => child.kill("SIGKILL")));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningServer {
  /** With no slash at the end. */
  readonly url: string;
  readonly pid: number | undefined;
  readonly output: () => string;
  /** Asks it to end with SIGTERM and resolves to its exit code. */
  stop(): Promise<number | null>;
  /** Ends it with SIGKILL, as a crash of the machine would. */
  kill(): Promise<void>;
}

/** Runs the built command line to its end. Nothing of this process's `POWDERKEG_*` environment is passed on. */
export async function runPowderkeg(args: readonly string[], options: { cwd?: string; env?: Record<string, string> } = {}): Promise<Outcome> {
  const started = start(args, options);
  const [code] = (await once(started.child, "close")) as [number | null];
  return { code, stdout: started.stdout(), stderr: started.stderr() };
}

/** Starts `serve` on a free port and resolves when its exchanges have said what they list; rejects with what it said when it ends before. */
export async function servePowderkeg(args: readonly string[], options: { cwd?: string; env?: Record<string, string> } = {}): Promise<RunningServer> {
  const { child, stdout, stderr } = start(["serve", "--port", "0", ...args], options);
  const output = () => stdout() + stderr();
  const ended = once(child, "close").then(([code]) => code as number | null);
  const url = await new Promise<string>((resolve, reject) => {
    const look = () => {
      const address = /http:\/\/[^\s/]+:\d+/.exec(output());
      if (address) resolve(address[0]);
    };
    child.stdout?.on("data", look);
    child.stderr?.on("data", look);
    void ended.then((code) => reject(new Error(`serve ended with ${code} before it was ready:\n${output()}`)));
  });
  await untilPrepared(url, () => child.exitCode !== null).catch((cause: unknown) => {
    throw new Error(`serve said ${url} and does not answer there (exit ${child.exitCode}, ${child.signalCode}):\n${output()}`, { cause });
  });
  const stop = () => {
    child.kill("SIGTERM");
    return ended;
  };
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  return { url, pid: child.pid, output, stop, kill };
}

const POLL_MS = 50;

/** Resolves when the server waits for no market any more. */
async function untilPrepared(url: string, hasEnded: () => boolean): Promise<void> {
  for (;;) {
    const reply = await fetch(`${url}/v1/markets`).then((response) => response.json() as Promise<{ readonly preparing?: unknown }>);
    if (!reply.preparing || hasEnded()) return;
    await pause(POLL_MS);
  }
}

/** Starts `serve` on a free port without waiting for it, to be ended with SIGTERM on its way. */
export function launchPowderkeg(args: readonly string[]): Pick<RunningServer, "stop"> {
  const { child } = start(["serve", "--port", "0", ...args], {});
  const ended = once(child, "close").then(([code]) => code as number | null);
  return {
    stop() {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

/** A fresh directory and its removal. */
export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "powderkeg-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

function start(args: readonly string[], { cwd, env }: { cwd?: string; env?: Record<string, string> }) {
  if (!existsSync(BUILT)) throw new Error("these tests drive the built program: run `npm run build` first (`npm test` does)");
  const child = spawn(process.execPath, [BINARY, ...args], { ...(cwd === undefined ? {} : { cwd }), env: { ...cleanEnvironment(), ...env } });
  running.add(child);
  child.once("close", () => running.delete(child));
  return { child, stdout: collect(child.stdout), stderr: collect(child.stderr) };
}

function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("POWDERKEG_")));
}

function collect(stream: ChildProcess["stdout"]): () => string {
  let text = "";
  stream?.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  return () => text;
}
