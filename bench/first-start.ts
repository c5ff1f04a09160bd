// How soon something is there at a first start: npm run bench -- first-start [more options of serve]
// Starts the built server on an empty directory, looks at bitcoin over every exchange as a page that is opened at once does, asks ten times a second, and
// says when what was there, and what the busiest threads had used by then.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { WebSocket } from "ws";
import type { MarketMessage } from "#wire/messages.ts";
import { threadSeconds } from "./thread-times.ts";

const BINARY = fileURLToPath(new URL("../../bin/powderkeg.js", import.meta.url));
const LOOKED_AT = "all:BTC";
const POLL_MS = 100;
const PATIENCE_MS = 300_000;

interface Reply {
  readonly markets: readonly MarketMessage[];
  readonly preparing: unknown;
}

const folder = await mkdtemp(join(tmpdir(), "powderkeg-first-"));
const started = performance.now();
const server = spawn(process.execPath, [BINARY, "serve", "--source", "simulated", "--port", "0", "--data-dir", folder, ...process.argv.slice(3)]);
const said = new Set<string>();
let output = "";
let page: WebSocket | undefined;
server.stdout.on("data", (data: Buffer) => (output += data.toString()));

function say(what: string): void {
  if (said.has(what)) return;
  said.add(what);
  const threads = [...threadSeconds(server.pid ?? 0)].sort(([, a], [, b]) => b - a).slice(0, 3);
  const used = threads.map(([thread, seconds]) => `${thread} ${seconds.toFixed(1)} s`).join(", ");
  console.log(`${((performance.now() - started) / 1_000).toFixed(1)} s: ${what} (processor: ${used})`);
}

function look({ markets, preparing }: Reply): boolean {
  for (const { id, ready, backfill } of markets.filter(({ members }) => members !== null)) {
    if (ready) say(`first map of ${id}`);
    if (ready && backfill.state === "done") say(`${id} is whole`);
  }
  const own = markets.filter(({ members }) => members === null);
  for (const { id, coin, ready, provisional, backfill } of own) {
    say(`${coin} is listed`);
    if (ready) say(`first map of ${coin}: ${id}${provisional ? ", a preview" : ""}`);
    if (backfill.state === "done") say(`${id} is whole`);
  }
  if (preparing === null && own.length > 0 && own.every(({ ready }) => ready)) say("every market has a map");
  return preparing === null && own.length > 0 && own.every(({ backfill }) => backfill.state === "done");
}

/** Ends with the server. */
function openPage(address: string): WebSocket {
  const socket = new WebSocket(`${address.replace("http", "ws")}/v1/stream`);
  socket.on("open", () => socket.send(JSON.stringify({ type: "attend", market: LOOKED_AT })));
  socket.on("error", () => undefined);
  return socket;
}

async function ask(): Promise<boolean> {
  const address = /http:\/\/[^\s/]+:\d+/.exec(output)?.[0];
  if (address === undefined) return false;
  say("address printed");
  page ??= openPage(address);
  return look((await (await fetch(`${address}/v1/markets`)).json()) as Reply);
}

while (!(await ask()) && performance.now() - started < PATIENCE_MS) await wait(POLL_MS);
server.kill("SIGTERM");
await new Promise((resolve) => server.once("close", resolve));
await rm(folder, { recursive: true });
