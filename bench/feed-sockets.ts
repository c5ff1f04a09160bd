// The first stage of the way to the page, over a real socket: npm run bench -- feed-sockets
// A process that speaks Binance's format sends trades at a steady rate, then a burst as fast as it can; this one runs the feed and takes the events.
import { fork } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { systemTiming } from "#exchanges/connection/clock.ts";
import { createBinance } from "#exchanges/binance/binance.ts";
import { REST_HOST, WEB_HOST, WS_HOST } from "#exchanges/binance/declaration.ts";
import { aggTrade, combined } from "#exchanges/binance/frames.conformance.ts";

const RATE = 5_000;
const STEADY = 10 * RATE;
const BURST = 200_000;
const TICK_MS = 5;

async function serve(): Promise<void> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  process.send?.((server.address() as AddressInfo).port);
  server.on("connection", (socket, { url }) => {
    socket.once("message", (text: Buffer) => {
      const { id } = JSON.parse(text.toString()) as { id: number };
      socket.send(JSON.stringify({ result: null, id }));
      if (url?.startsWith("/market")) void speak(socket);
    });
  });
}

async function speak(socket: WebSocket): Promise<void> {
  const say = (id: number): void => socket.send(JSON.stringify(combined("btcusdt@aggTrade", aggTrade("BTCUSDT", { id, time: Date.now() }))));
  const startedAt = performance.now();
  for (let id = 0; id < STEADY;) {
    for (const due = Math.min(STEADY, ((performance.now() - startedAt) / 1_000) * RATE); id < due;) say(++id);
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  for (let id = STEADY + 1; id <= STEADY + BURST; id++) {
    say(id);
    if (socket.bufferedAmount > 4_000_000) await new Promise((resolve) => setImmediate(resolve));
  }
}

async function listen(): Promise<void> {
  const server = fork(process.argv[1], ["feed-sockets", "serve"]);
  const [port] = (await once(server, "message")) as [number];
  const hosts = { [WS_HOST]: `ws://127.0.0.1:${port}`, [REST_HOST]: "http://127.0.0.1:9", [WEB_HOST]: "http://127.0.0.1:9" };
  const instrument = {
    exchange: "binance",
    symbol: "BTCUSDT",
    coin: "BTC",
    contract: "linear",
    contractSize: 1,
    tickSize: 0.1,
    marginModel: "binance-usdm",
  } as const;
  const lags = new Float64Array(STEADY);
  let heard = 0;
  let burst: { readonly at: number; readonly cpu: NodeJS.CpuUsage } | undefined;
  let steadyCpu = process.cpuUsage();
  let peakRss = 0;
  let finish = (): void => undefined;
  const done = new Promise<void>((resolve) => (finish = resolve));
  const feed = createBinance(hosts, systemTiming).feed({
    instruments: [instrument],
    signal: new AbortController().signal,
    onEvents(events) {
      for (const event of events) {
        if (event.kind !== "trade") continue;
        if (heard < STEADY) lags[heard] = Date.now() - event.time;
        if (heard === 0) steadyCpu = process.cpuUsage();
        if (heard === STEADY) {
          steadyCpu = process.cpuUsage(steadyCpu);
          burst = { at: performance.now(), cpu: process.cpuUsage() };
        }
        heard++;
        if (heard % 10_000 === 0) peakRss = Math.max(peakRss, process.memoryUsage.rss());
      }
      if (heard + shed() >= STEADY + BURST) finish();
    },
  });
  const shed = (): number => (heard % 1_000 === 0 || heard >= STEADY + BURST ? feed.health().reduce((sum, stream) => sum + stream.shed, 0) : 0);
  await done;
  const tookMs = performance.now() - (burst?.at ?? 0);
  const { user, system } = process.cpuUsage(burst?.cpu);
  const sorted = lags.toSorted();
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))];
  const trades = feed.health().find(({ stream }) => stream === "trades");
  console.log(
    `${RATE}/s: sent to event p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, worst ${at(1)} ms, ${((steadyCpu.user + steadyCpu.system) / 1e4 / (STEADY / RATE)).toFixed(0)} % of a core; ` +
      `burst of ${BURST}: ${(BURST / tookMs).toFixed(0)} k/s by the clock, ${((BURST / (user + system)) * 1_000).toFixed(0)} k/s of processor time, ${shed()} shed, ${trades?.gaps} gaps, highest RSS ${(peakRss / 1024 / 1024).toFixed(0)} MB`,
  );
  server.kill();
  await feed.stop();
}

await (process.argv[3] === "serve" ? serve() : listen());
