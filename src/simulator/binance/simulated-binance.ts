import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { WebSocketServer } from "ws";
import { AppError } from "#core/app-error.ts";
import { DAY_MS, HOUR_MS } from "#core/units.ts";
import { type Recorder, createRecorder } from "#simulator/market/recorder.ts";
import { createBroadcaster } from "./broadcaster.ts";
import { USDM_DECLARATION } from "./declaration.ts";
import { type Listing, createListing } from "./listing.ts";
import { createRestHandler } from "./rest-server.ts";
import { type StreamClient, attachStreamClient, parseStreamAddress } from "./stream-client.ts";

export interface SimulatedBinanceOptions {
  /** Same seed and same first day: same history. */
  readonly seed: string;
  /** e.g. `["BTC", "ETH", "SOL"]`; a coin that Binance does not list is `not-found`. */
  readonly coins: readonly string[];
  /** Epoch ms of the call; from then on the exchange runs in real time. */
  readonly now: number;
  /** Days of history before the midnight (UTC) that precedes `now`. */
  readonly historyDays: number;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Aborting ends the start while history is written; an open exchange is ended by `stop`. */
  readonly signal?: AbortSignal;
}

export interface SimulatedBinance {
  /** `http://host:port`, stands for https://fapi.binance.com. */
  readonly restUrl: string;
  /** `ws://host:port`, stands for wss://fstream.binance.com; clients add `/market/...` or `/public/...`. */
  readonly wsUrl: string;
  /** `http://host:port/truth`; add `?exchange=binance&symbol=BTCUSDT`. */
  readonly truthUrl: string;
  /** Resolves when every socket is closed. */
  stop(): Promise<void>;
}

const STEP_MS = 100;
const HISTORY_SLICE_MS = HOUR_MS;
/** Candles are kept this much longer than the history asked for. */
const KEPT_AFTERWARDS_DAYS = 30;

/** Writes the history of every coin, then opens the exchange on `host:port`. Rejects with `unavailable` when the port is taken, or with the signal's reason. */
export async function startSimulatedBinance(options: SimulatedBinanceOptions): Promise<SimulatedBinance> {
  const { seed, now, host, port } = options;
  const calledAt = performance.now();
  const clock = () => Math.floor(now + performance.now() - calledAt);
  const listings = await writeHistory(options);
  const clients = new Set<StreamClient>();
  const http = createServer(createRestHandler({ seed, listings, now: clock }));
  const sockets = acceptStreams(http, clients);
  await listen(http, { host, port });
  const { port: boundPort } = http.address() as AddressInfo;

  const broadcaster = createBroadcaster(listings, clients);
  const timer = setInterval(() => {
    const time = clock();
    for (const { recorder } of listings) recorder.advanceTo(time);
    broadcaster.publish(time);
  }, STEP_MS);

  return {
    restUrl: `http://${host}:${boundPort}`,
    wsUrl: `ws://${host}:${boundPort}`,
    truthUrl: `http://${host}:${boundPort}/truth`,
    async stop() {
      clearInterval(timer);
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** In slices, so that a process that also serves something stays responsive. */
async function writeHistory({ seed, coins, now, historyDays, signal }: SimulatedBinanceOptions): Promise<Listing[]> {
  const start = Math.floor(now / DAY_MS) * DAY_MS - historyDays * DAY_MS;
  const recorders: Recorder[] = [];
  for (const coin of coins) {
    const recorder = createRecorder({ seed, coin, start, exchange: USDM_DECLARATION, keepDays: historyDays + KEPT_AFTERWARDS_DAYS });
    for (let time = start; time < now; time += HISTORY_SLICE_MS) {
      signal?.throwIfAborted();
      recorder.advanceTo(Math.min(now, time + HISTORY_SLICE_MS));
      recorder.takeForced();
      await nextTurn();
    }
    recorders.push(recorder);
  }
  return recorders.map((recorder) => createListing(recorder, seed));
}

function acceptStreams(http: Server, clients: Set<StreamClient>): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 65_536 });
  http.on("upgrade", (request, socket, head) => {
    const address = parseStreamAddress(request.url ?? "/");
    if (address === undefined) {
      socket.end("HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      const attached = attachStreamClient(client, address);
      clients.add(attached);
      client.on("close", () => clients.delete(attached));
    });
  });
  return sockets;
}

function listen(http: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once("error", (cause) => reject(new AppError("unavailable", `the simulated exchange cannot listen on ${host}:${port}: ${cause.message}`, { cause })));
    http.listen(port, host, () => resolve());
  });
}
