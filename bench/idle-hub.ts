// Memory and processor time of the pipeline with many markets and nobody watching: npm run bench -- idle-hub [MARKETS_EACH] [DAYS] [MINUTES]
// Five exchanges whose markets are formulas: no sockets and no parsing, everything after that is the real hub and the real store.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { instrumentId, type Instrument } from "#core/instrument.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { systemClock } from "#pipeline/clock.ts";
import { startHub } from "#pipeline/hub.ts";
import { createTape } from "#pipeline/tape.ts";
import { openDuckDbStore } from "#storage/duckdb/open-duckdb-store.ts";
import { openShelf } from "#storage/shelf/shelf.ts";
import { type PeerExchange, barOf, createPeerExchange, instrumentOf, openInterestAt, priceAtMinute } from "../tests/serve/peer-exchange.ts";

setFlagsFromString("--heap-growing-percent=50");
const [each, days, minutes] = [Number(process.argv[3] ?? 20), Number(process.argv[4] ?? 2), Number(process.argv[5] ?? 4)];
const folder = await mkdtemp(join(tmpdir(), "powderkeg-idle-"));
const coins = Array.from({ length: each }, (_, i) => `C${i}`);
const clock = systemClock;
const peers = ["one", "two", "three", "four", "five"].map((id) => createPeerExchange(clock, { id, coins }));
const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(0)} MB`;
const rss = () => process.memoryUsage.rss();

const store = await openDuckDbStore({ file: join(folder, "market.duckdb"), memoryLimitMb: Number(process.argv[6] ?? 160) });
const shelf = openShelf({ directory: join(folder, "trades"), keepMs: asMs(HOUR_MS), maxBytes: 1e9, clock });
const tape = createTape({ trades: shelf, frames: undefined });
const started = { at: Date.now(), cpu: process.cpuUsage() };
const hub = await startHub({
  source: "live",
  store,
  exchanges: peers,
  coins,
  contracts: ["linear-perpetual"],
  pinned: new Map(),
  tape,
  clock,
  depthMs: asMs(days * DAY_MS),
  fineDepthMs: 36 * HOUR_MS,
  signal: new AbortController().signal,
  onProblem: (where, problem) => console.log(`${where}: ${problem}`),
});
while (hub.markets().some(({ backfill }) => backfill.state !== "done")) await wait(500);
const seconds = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1e6;
console.log(
  `${hub.markets().length} markets of ${days} d loaded in ${((Date.now() - started.at) / 1_000).toFixed(0)} s, ${seconds(process.cpuUsage(started.cpu)).toFixed(0)} s of processor, ${megabytes(rss())} resident`,
);

/** What the streams of one market say in one second. */
function tick(peer: PeerExchange, instrument: Instrument, now: number): void {
  const id = instrumentId(instrument);
  const minute = Math.floor(now / MINUTE_MS);
  const price = priceAtMinute(now / MINUTE_MS);
  const time = asMs(now);
  const closes = now % MINUTE_MS < 1_000;
  peer.emit([
    { kind: "mark", instrument: id, time, mark: price },
    { kind: "trade", instrument: id, time, price, size: 0.1, takerSide: "buy", id: now },
    { kind: "book", instrument: id, time, snapshot: false, bids: [[price - 1, 2]], asks: [[price + 1, 2]] },
    ...(closes ? [barOf(instrument, minute - 1)] : []),
    { ...barOf(instrument, minute), closed: false },
    ...(now % 5_000 < 1_000 ? [{ kind: "open-interest", instrument: id, time, openInterest: openInterestAt(now) } as const] : []),
  ]);
}

const live = { at: Date.now(), cpu: process.cpuUsage() };
for (let second = 0; second < minutes * 60; second++) {
  for (const peer of peers) for (const coin of coins) tick(peer, instrumentOf(coin, peer.declaration.id), Date.now());
  if (second % 30 === 29) console.log(`${second + 1} s: ${megabytes(rss())}`);
  await wait(1_000 - (Date.now() % 1_000));
}
const used = seconds(process.cpuUsage(live.cpu));
const share = (100 * used * 1_000) / (Date.now() - live.at);
console.log(
  `live: ${share.toFixed(1)} % of a core, ${megabytes(rss())}, peak ${megabytes(process.resourceUsage().maxRSS * 1024)}; provisional columns ${hub.status().provisionalMs.toFixed(0)} ms a round`,
);
const stopping = Date.now();
await hub.stop();
await tape.close();
await store.close();
console.log(`stopped in ${((Date.now() - stopping) / 1_000).toFixed(2)} s`);
await rm(folder, { recursive: true });
