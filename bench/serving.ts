// `npm run bench -- serving [minutes]`: the built server from its first start on the simulated BTC, ETH and SOL, nobody watching. Linux only: reads /proc.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type MarketMessage, marketsReplySchema } from "#wire/messages.ts";

const LOOK_EVERY_MS = 250;
const SAMPLE_EVERY_MS = 30_000;

const minutes = Number(process.argv[3] ?? 10);
const folder = mkdtempSync(join(tmpdir(), "powderkeg-bench-"));
const began = performance.now();
process.on("exit", () => server.kill("SIGKILL"));
const seconds = (): string => ((performance.now() - began) / 1_000).toFixed(1);
const server = spawn(process.execPath, ["bin/powderkeg.js", "serve", "--source", "simulated", "--port", "0", "--data-dir", folder]);
const url = await addressOf(server);
console.log(`address printed after ${seconds()} s`);
await watchFill();
await watchMemory();
const asked = performance.now();
server.kill("SIGTERM");
const [code] = (await once(server, "exit")) as [number | null];
console.log(`SIGTERM: exit ${code} after ${Math.round(performance.now() - asked)} ms`);
rmSync(folder, { recursive: true });

async function watchFill(): Promise<void> {
  const seen = new Set<string>();
  for (let filled = false; !filled; await sleep(LOOK_EVERY_MS)) {
    const { markets } = marketsReplySchema.parse(await (await fetch(`${url}/v1/markets`)).json());
    for (const market of markets) {
      for (const [stage, reached] of Object.entries(stagesOf(market))) {
        if (!reached || seen.has(market.coin + stage)) continue;
        seen.add(market.coin + stage);
        console.log(`${market.coin} ${stage} after ${seconds()} s`);
      }
    }
    filled = markets.every(({ backfill }) => backfill.state === "done");
  }
}

function stagesOf({ ready, backfill }: MarketMessage): Record<string, boolean> {
  return { "has a map": ready, "is filled": backfill.state === "done" };
}

async function watchMemory(): Promise<void> {
  const resident: number[] = [];
  while (performance.now() - began < minutes * 60_000) {
    resident.push(memoryMb("VmRSS"));
    await sleep(SAMPLE_EVERY_MS);
  }
  console.log(`resident MB every ${SAMPLE_EVERY_MS / 1_000} s: ${resident.join(" ")}`);
  console.log(`peak ${memoryMb("VmHWM")} MB`);
}

function memoryMb(field: "VmRSS" | "VmHWM"): number {
  const [, kilobytes] = new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${server.pid}/status`, "utf8")) ?? [];
  return Math.round(Number(kilobytes) / 1_024);
}

function addressOf({ stdout }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const [address] = /http:\/\/[^\s]+:\d+/.exec(text) ?? [];
      if (address !== undefined) resolve(address);
    });
    stdout?.on("end", () => reject(new Error(`the server ended before it said its address: ${text}`)));
  });
}
