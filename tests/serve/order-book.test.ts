import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { asMs } from "#core/units.ts";
import { combineHub } from "#pipeline/combined/combining-hub.ts";
import { type RunningServer, startServer } from "#server/start-server.ts";
import { type ServerMessage, serverMessageSchema } from "#wire/messages.ts";
import { type OrderBookMessage, orderBookReplySchema } from "#wire/order-book.ts";
import { getJson } from "../support/market-api.ts";
import { type HubScene, openScene, untilLoaded } from "./hub-scene.ts";

let scene: HubScene;
let server: RunningServer;
beforeEach(async () => {
  scene = await openScene({}, {}, [{ id: "bybit" }]);
  await untilLoaded(scene.hub);
  const hub = combineHub(scene.hub, { clock: scene.clock, exchanges: ["binance", "bybit"] });
  server = await startServer({ hub, version: "1", webDir: undefined, apiKeys: [], onProblem: () => undefined }, { host: "127.0.0.1", port: 0 });
});
afterEach(async () => {
  await server.close();
  await scene.close();
});

const PRICE = 60_000;

/** A snapshot of one level every half a row, a wall of ten times as much at `wall`; of 1 coin each. */
function showBook(peer: number, { bestBid = PRICE - 1, wall }: { bestBid?: number; wall?: number } = {}): void {
  const { id } = scene.peers[peer].declaration;
  const levels = (from: number, step: number) =>
    Array.from({ length: 80 }, (_, i) => from + i * step).map((price) => [price, wall !== undefined && Math.abs(price - wall) < 3 ? 20 : 1] as const);
  const book = { kind: "book", instrument: `${id}:BTCUSDT`, time: scene.clock.now(), snapshot: true } as const;
  scene.peers[peer].emit([{ ...book, bids: levels(bestBid, -6), asks: levels(PRICE + 1, 6) }]);
}

const bookOf = (market: string, query = ""): Promise<OrderBookMessage> =>
  getJson(`${server.url}/v1/markets/${market.replace(":", "/")}/book${query}`, orderBookReplySchema);
const usdOf = (side: { usd: readonly number[] }) => side.usd.reduce((sum, usd) => sum + usd, 0);

test("a book is summed to rows, with where it ends and the walls in it", async () => {
  expect((await bookOf("binance:BTCUSDT")).venues).toMatchObject([{ state: "none", observed: null }]);
  const wall = PRICE - 1 - 6 * 40;
  showBook(0, { wall });
  const book = await bookOf("bybit:BTCUSDT");
  expect(book.venues).toMatchObject([{ label: "Bybit BTCUSDT", state: "none" }]);
  const { venues, walls } = await bookOf("binance:btcusdt", "?rowsPerCell=5");
  const [{ observed, bids, asks, bestBid, bestAsk, state }] = venues;
  expect([state, bestBid, bestAsk, bids.usd.length < 15]).toEqual(["live", PRICE - 1, PRICE + 1, true]);
  expect(usdOf(asks) / (80 * PRICE)).toBeCloseTo(1, 1);
  expect([observed?.low, observed?.high].map((price) => Math.round(((price ?? 0) / PRICE - 1) * 1_000))).toEqual([-8, 8]);
  expect(walls).toHaveLength(1);
  expect(walls[0]).toMatchObject({ side: "bids" });
  expect(walls[0].low <= wall && wall < walls[0].high).toBe(true);
});

test("a combined market has its members side by side; one that crosses itself is said to, and has no part in walls", async () => {
  showBook(0);
  showBook(1, { bestBid: PRICE + 30, wall: PRICE - 200 });
  const { venues, walls } = await bookOf("all:BTC");
  expect(venues.map(({ market, state }) => [market, state])).toEqual([
    ["binance:BTCUSDT", "live"],
    ["bybit:BTCUSDT", "crossed"],
  ]);
  expect(walls).toEqual([]);
});

test("what is old is stale, and says so", async () => {
  showBook(0);
  scene.clock.advance(30_000);
  expect((await bookOf("binance:BTCUSDT")).venues[0].state).toBe("stale");
});

test("large trades come with it", async () => {
  showBook(0);
  const trade = (size: number, at: number) =>
    ({ kind: "trade", instrument: "binance:BTCUSDT", time: asMs(scene.clock.now() + at), price: PRICE, size, takerSide: "sell" }) as const;
  scene.peers[0].emit([...Array.from({ length: 50 }, (_, i) => trade(0.1, i)), trade(40, 60), trade(0.1, 70)]);
  expect((await bookOf("binance:BTCUSDT")).prints).toMatchObject([{ usd: 40 * PRICE, takerSide: "sell", market: "binance:BTCUSDT" }]);
});

test("who watches gets the book at once and when it changes", async () => {
  showBook(0);
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/v1/stream`);
  const heard: ServerMessage[] = [];
  const news: (() => void)[] = [];
  socket.on("message", (data: Buffer, isBinary) => {
    if (!isBinary) heard.push(serverMessageSchema.parse(JSON.parse(data.toString())));
    news.splice(0).forEach((wake) => wake());
  });
  const next = async (type: ServerMessage["type"]) => {
    for (;;) {
      const index = heard.findIndex((message) => message.type === type);
      if (index >= 0) return heard.splice(index, 1)[0];
      await new Promise<void>((resolve) => news.push(resolve));
    }
  };
  await once(socket, "open");
  socket.send(JSON.stringify({ type: "watch-book", market: "binance:NOPE", rowsPerCell: 5 }));
  expect(await next("error")).toMatchObject({ detail: expect.stringContaining("NOPE") as string });
  socket.send(JSON.stringify({ type: "watch-book", market: "binance:BTCUSDT", rowsPerCell: 5 }));
  expect(await next("order-book")).toMatchObject({ book: { rowsPerCell: 5, venues: [{ asOf: scene.clock.now() }] } });
  scene.clock.advance(1_000);
  showBook(0);
  expect(await next("order-book")).toMatchObject({ book: { venues: [{ asOf: scene.clock.now() }] } });
  socket.terminate();
});
