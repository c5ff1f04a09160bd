// Processor time and memory of many markets over real sockets, nobody watching: npm run bench -- idle-sockets [HUBS] [MINUTES] [PROFILE.cpuprofile]
// Five simulated exchanges stand in a process of their own. BTC, ETH and SOL have 24 instruments on them, so a hundred markets are several hubs in one
// process, each with its store and its sockets: what a process holds once is counted once a hub. Frames, parsing, estimates and store are the real ones.
// With a file to write to, where the processor goes while they idle is written there, as Chromium's developer tools and `node --cpu-prof` have it.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { Session } from "node:inspector/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { HOUR_MS, asMs } from "#core/units.ts";
import { CONTRACT_CLASSES } from "#exchanges/exchange.ts";
import { createExchanges } from "#exchanges/registry.ts";
import { systemClock } from "#pipeline/clock.ts";
import { type Hub, startHub } from "#pipeline/hub.ts";
import { createTape } from "#pipeline/tape.ts";
import { statusMessage } from "#server/v1/status.ts";
import { VENUES } from "#simulator/registry.ts";
import { startSimulatedExchanges } from "#simulator/simulated-exchanges.ts";
import { openDuckDbStore } from "#storage/duckdb/open-duckdb-store.ts";
import { openShelf } from "#storage/shelf/shelf.ts";
import { statusChanges } from "#wire/status-changes.ts";
import { sayThreads, threadSeconds } from "./thread-times.ts";

const COINS = ["BTC", "ETH", "SOL"];
const EXCHANGES = VENUES.map(({ declaration }) => declaration.exchange);
const DEPTH_MS = asMs(2 * HOUR_MS);
/** Margin brackets that come with the start count from the first step that ends after it. */
const SETTLE_MS = 75_000;
const STATUS_MS = 5_000;
const SILENT_SERVER = { version: "0", webDir: undefined, apiKeys: [], onProblem: () => undefined };

if (process.argv[3] === "venues") await standAsVenues();
else await measure({ hubs: Number(process.argv[3] ?? 4), minutes: Number(process.argv[4] ?? 2), profile: process.argv[5] });

async function standAsVenues(): Promise<void> {
  const { hosts } = await startSimulatedExchanges({ seed: "7", coins: COINS, now: Date.now(), historyDays: 0, host: "127.0.0.1", port: 0 });
  process.send?.(hosts);
  process.once("disconnect", () => process.exit());
}

async function measure({ hubs: count, minutes, profile }: { hubs: number; minutes: number; profile: string | undefined }): Promise<void> {
  setFlagsFromString("--heap-growing-percent=50");
  const venues = fork(fileURLToPath(import.meta.url), ["idle-sockets", "venues"]);
  const [hosts] = (await once(venues, "message")) as [Readonly<Record<string, string>>];
  const folder = await mkdtemp(join(tmpdir(), "powderkeg-idle-"));
  const opened: Opened[] = [];
  for (let i = 0; i < count; i++) opened.push(await openHub(hosts, join(folder, String(i))));
  const hubs = opened.map(({ hub }) => hub);
  while (hubs.some((hub) => hub.markets().some(({ backfill }) => backfill.state !== "done"))) await wait(500);
  await wait(SETTLE_MS);
  const endProfile = profile === undefined ? undefined : await startProfile(profile);
  const threads = threadSeconds(process.pid);
  const before = { at: performance.now(), cpu: process.cpuUsage(), messages: messagesOf(hubs) };
  const resident: number[] = [];
  for (let i = 0; i < minutes * 6; i++) {
    await wait(10_000);
    resident.push(process.memoryUsage.rss() / 2 ** 20);
  }
  const seconds = (performance.now() - before.at) / 1_000;
  const { user, system } = process.cpuUsage(before.cpu);
  sayThreads(threads, threadSeconds(process.pid), seconds);
  await endProfile?.();
  const markets = hubs.reduce((sum, hub) => sum + hub.markets().length, 0);
  console.log(`${markets} markets in ${count} hubs, ${Math.round((messagesOf(hubs) - before.messages) / seconds)} messages a second`);
  console.log(
    `${((100 * (user + system)) / 1e6 / seconds).toFixed(1)} % of a core, resident ${Math.min(...resident).toFixed(0)} to ${Math.max(...resident).toFixed(0)} MB`,
  );
  const statuses = () => hubs.map((hub) => statusMessage({ ...SILENT_SERVER, hub }));
  const earlier = statuses();
  await wait(STATUS_MS);
  const later = statuses();
  const kilobytes = (sizes: readonly unknown[]) => (sizes.reduce<number>((sum, each) => sum + JSON.stringify(each).length, 0) / 1e3).toFixed(1);
  console.log(`status of all: ${kilobytes(later)} kB whole, ${kilobytes(later.map((status, i) => statusChanges(earlier[i], status)))} kB as what changed`);
  for (const { close } of opened) await close();
  venues.disconnect();
  await rm(folder, { recursive: true });
}

/** Returns its end, which writes the file. */
async function startProfile(file: string): Promise<() => Promise<void>> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.start");
  return async () => {
    const { profile } = await session.post("Profiler.stop");
    session.disconnect();
    await writeFile(file, JSON.stringify(profile));
  };
}

interface Opened {
  readonly hub: Hub;
  readonly close: () => Promise<void>;
}

async function openHub(hosts: Readonly<Record<string, string>>, folder: string): Promise<Opened> {
  const store = await openDuckDbStore({ file: join(folder, "market.duckdb"), memoryLimitMb: 70 });
  const tape = createTape({
    trades: openShelf({ directory: join(folder, "trades"), keepMs: asMs(HOUR_MS), maxBytes: 1e9, clock: systemClock }),
    frames: undefined,
  });
  const hub = await startHub({
    source: "simulated",
    store,
    exchanges: createExchanges(EXCHANGES, hosts),
    coins: COINS,
    contracts: CONTRACT_CLASSES,
    pinned: new Map(),
    tape,
    clock: systemClock,
    depthMs: DEPTH_MS,
    fineDepthMs: DEPTH_MS,
    signal: new AbortController().signal,
    onProblem: (where, problem) => console.log(`${where}: ${problem}`),
  });
  return {
    hub,
    async close() {
      await hub.stop();
      await tape.close();
      await store.close();
    },
  };
}

function messagesOf(hubs: readonly Hub[]): number {
  return hubs
    .flatMap((hub) => hub.status().feeds)
    .filter(({ stream }) => stream.startsWith("connection"))
    .reduce((sum, { messages }) => sum + messages, 0);
}
