import { stat } from "node:fs/promises";
import { AppError } from "#core/app-error.ts";
import { DAY_MS, asMs } from "#core/units.ts";
import type { Exchange } from "#exchanges/exchange.ts";
import { EXCHANGES, createExchanges, hostsFrom } from "#exchanges/registry.ts";
import { openDuckDbStore } from "#storage/duckdb/open-duckdb-store.ts";
import { makeDirectory } from "#storage/make-directory.ts";
import { databaseFile } from "./database-file.ts";
import { FINE_DEPTH_MS, memoryLimitMb, type OpenSource, type SourceOptions } from "./data-source.ts";
import { openSimulatedSource } from "./simulated-source.ts";

const LIVE_DAYS = 30;
const PROBE_MS = 4_000;

/** Opens what `--source` names; `auto` is live when an exchange answers within a few seconds, else simulated, and says so. */
export async function openSource(options: SourceOptions, signal: AbortSignal): Promise<OpenSource> {
  const ids = options.exchanges ?? EXCHANGES.map(({ declaration }) => declaration.id);
  const exchanges = createExchanges(ids, hostsFrom(options.env));
  await makeDataDir(options.dataDir);
  if (options.source === "replay") return openReplay(options);
  if (options.source === "simulated") return openSimulatedSource(options, signal, onCrash);
  if (options.source === "live") return openLive(options, exchanges);
  const reasons = await silenceOf(exchanges, signal);
  signal.throwIfAborted();
  if (reasons === undefined) return openLive(options, exchanges);
  for (const reason of reasons) process.stderr.write(`powderkeg: ${reason}\n`);
  process.stderr.write(
    "powderkeg: no exchange answers, so the built-in SIMULATED market is shown: no figure in it is real. `doctor` says what works from here; --source live insists\n",
  );
  return openSimulatedSource(options, signal, onCrash);
}

/** Why none of the exchanges answers, in words; undefined when one does. */
async function silenceOf(exchanges: readonly Exchange[], signal: AbortSignal): Promise<readonly string[] | undefined> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)]);
  const outcomes = await Promise.allSettled(exchanges.map((exchange) => exchange.probe(limit)));
  if (outcomes.some(({ status }) => status === "fulfilled")) return undefined;
  return outcomes.flatMap((outcome, index) => (outcome.status === "rejected" ? reasonOf(outcome.reason, exchanges[index]) : []));
}

function reasonOf(reason: unknown, { declaration }: Exchange): string {
  if (reason instanceof AppError) return reason.message;
  return `${declaration.label} did not answer within ${PROBE_MS / 1_000} s`;
}

async function openLive(options: SourceOptions, exchanges: readonly Exchange[]): Promise<OpenSource> {
  const file = databaseFile(options.dataDir, "market");
  const store = await openDuckDbStore({ file, memoryLimitMb: memoryLimitMb(options.coins.length * exchanges.length * options.contracts.length) });
  const stamped = await store.readMeta("source");
  if (stamped === "simulated") {
    await store.close();
    throw new AppError("conflict", `${file} holds simulated data and takes no real ones: choose another --data-dir`);
  }
  if (stamped === undefined) await store.writeMeta("source", "live");
  return {
    source: "live",
    title: `live (${exchanges.map(({ declaration }) => declaration.label).join(", ")})`,
    store,
    exchanges,
    coins: options.coins,
    contracts: options.contracts,
    depthMs: asMs((options.days ?? LIVE_DAYS) * DAY_MS),
    fineDepthMs: FINE_DEPTH_MS,
    close: () => store.close(),
  };
}

async function openReplay({ dataDir, coins, contracts }: SourceOptions): Promise<OpenSource> {
  const store = await openDuckDbStore({ file: databaseFile(dataDir, "market"), memoryLimitMb: memoryLimitMb(0) });
  return {
    source: "replay",
    title: "replay of the stored history",
    store,
    exchanges: [],
    coins,
    contracts,
    depthMs: asMs(0),
    fineDepthMs: Infinity,
    close: () => store.close(),
  };
}

async function makeDataDir(dataDir: string): Promise<void> {
  const found = await stat(dataDir).catch(() => undefined); // What is above it may be no directory: the making says so.
  if (found?.isFile()) throw new AppError("unavailable", `${dataDir} is a file: --data-dir names a directory`);
  try {
    await makeDirectory(dataDir);
  } catch (error) {
    throw new AppError("unavailable", `the data directory ${dataDir} cannot be made: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function onCrash(error: Error): void {
  process.stderr.write(`powderkeg: the simulated exchanges have stopped: ${error.message}\n`);
}
