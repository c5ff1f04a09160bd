import { on, once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type SimulatedBinance, startSimulatedBinance } from "./simulated-binance.ts";
import { REST_SCHEMAS, STREAM_SCHEMAS } from "./wire-schemas.conformance.ts";

const NOW = Date.UTC(2026, 0, 3, 1, 30);
const options = { seed: "wire", coins: ["BTC"], now: NOW, historyDays: 1, host: "127.0.0.1", port: 0 };
let exchange: SimulatedBinance;

beforeAll(async () => {
  exchange = await startSimulatedBinance(options);
});
afterAll(() => exchange.stop());

const get = async (path: string, base = exchange.restUrl) => {
  const response = await fetch(base + path);
  return { status: response.status, body: (await response.json()) as never };
};

describe("REST", () => {
  for (const [path, schema] of Object.entries(REST_SCHEMAS)) {
    it(`answers ${path} in Binance's shape`, async () => {
      const { status, body } = await get(path);
      expect(status).toBe(200);
      schema.parse(body);
    });
  }

  it.each([
    ["/fapi/v1/klines?symbol=NOPEUSDT&interval=1m", 400, { code: -1121, msg: "Invalid symbol." }],
    ["/fapi/v1/klines?interval=1m", 400, { code: -1102, msg: "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed." }],
    ["/fapi/v1/klines?symbol=BTCUSDT&interval=7m", 400, { code: -1120, msg: "Invalid interval." }],
    ["/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=1501", 400, { code: -1130, msg: "Data sent for parameter 'limit' is not valid." }],
    ["/fapi/v1/aggTrades?symbol=BTCUSDT&fromId=x", 400, { code: -1130, msg: "Data sent for parameter 'fromId' is not valid." }],
    ["/fapi/v1/depth?symbol=BTCUSDT&limit=7", 400, { code: -1130, msg: "Data sent for parameter 'limit' is not valid." }],
    ["/fapi/v1/nothing", 404, { code: -5000, msg: "Path /fapi/v1/nothing, Method GET is invalid" }],
  ])("refuses %s", async (path, status, body) => {
    expect(await get(path)).toEqual({ status, body });
  });

  it("pages candles from a start without a hole, up to the end asked for", async () => {
    const start = Date.UTC(2026, 0, 2);
    const path = (from: number) => `/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=700&startTime=${from}&endTime=${start + 1_199 * 60_000}`;
    const first: number[][] = (await get(path(start))).body;
    const second: number[][] = (await get(path(start + 700 * 60_000))).body;
    expect([...first, ...second].map(([openTime]) => openTime)).toEqual(Array.from({ length: 1_200 }, (_, i) => start + i * 60_000));
  });

  it("has hours that are made of their minutes, and minutes that are made of their trades", async () => {
    const hour = Date.UTC(2026, 0, 2, 22);
    const query = `symbol=BTCUSDT&startTime=${hour}&endTime=${hour + 3_599_999}`;
    const [bar]: string[][] = (await get(`/fapi/v1/klines?${query}&interval=1h`)).body;
    const minutes: string[][] = (await get(`/fapi/v1/klines?${query}&interval=1m`)).body;
    expect(minutes).toHaveLength(60);
    expect(Number(bar[5])).toBeCloseTo(sum(minutes.map((row) => Number(row[5]))), 6);
    expect(Number(bar[2])).toBe(Math.max(...minutes.map((row) => Number(row[2]))));
    const trades: { p: string; q: string; m: boolean }[] = (
      await get(`/fapi/v1/aggTrades?symbol=BTCUSDT&limit=1000&startTime=${hour}&endTime=${hour + 59_999}`)
    ).body;
    expect(sum(trades.map(({ q }) => Number(q)))).toBeCloseTo(Number(minutes[0][5]), 6);
    expect(sum(trades.filter(({ m }) => !m).map(({ q }) => Number(q)))).toBeCloseTo(Number(minutes[0][9]), 6);
    expect(trades[0].p).toBe(minutes[0][1]);
  });

  it("tells the truth: levels and what is out of reach make up the open interest", async () => {
    const truth: { seed: string; mark: number; openInterestUsd: number; neverLongUsd: number; levels: { price: number; longUsd: number }[] } = (
      await get("?exchange=binance&symbol=BTCUSDT", exchange.truthUrl)
    ).body;
    expect(truth.seed).toBe("wire");
    const longUsd = sum(truth.levels.map(({ price, longUsd }) => (longUsd / price) * truth.mark));
    expect((longUsd + truth.neverLongUsd) / truth.openInterestUsd).toBeCloseTo(1, 6);
  });

  it("has the same history again for the same seed and start", async () => {
    const twin = await startSimulatedBinance(options);
    try {
      const path = `/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=1000&endTime=${NOW - 1}`;
      expect((await get(path, twin.restUrl)).body).toEqual((await get(path)).body);
    } finally {
      await twin.stop();
    }
  });

  it("refuses a port that is taken, in words", async () => {
    const port = Number(new URL(exchange.restUrl).port);
    await expect(startSimulatedBinance({ ...options, historyDays: 0, port })).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("WebSocket", () => {
  it.each(Object.entries(STREAM_SCHEMAS))("sends %s in Binance's shape", async (name, schema) => {
    const route = name.includes("depth") ? "public" : "market";
    const line = connect(`${exchange.wsUrl}/${route}/stream?streams=${name}`);
    const { stream, data } = await line.next();
    expect(stream).toBe(name);
    schema.parse(data);
    line.close();
  });

  it("stays silent for a stream that belongs to the other path", async () => {
    const line = connect(`${exchange.wsUrl}/public/stream?streams=btcusdt@kline_1m/btcusdt@depth20`);
    const streams = new Set<string>();
    for (let i = 0; i < 12; i++) streams.add((await line.next()).stream);
    expect([...streams]).toEqual(["btcusdt@depth20"]);
    line.close();
  });

  it("subscribes and unsubscribes by message", async () => {
    const line = connect(`${exchange.wsUrl}/market/ws`);
    await line.open();
    line.send(JSON.stringify({ method: "SUBSCRIBE", params: ["btcusdt@kline_1m", "btcusdt@depth20"], id: 7 }));
    expect(await line.next()).toEqual({ result: null, id: 7 });
    expect(await line.next()).toMatchObject({ e: "kline", s: "BTCUSDT" });
    line.send(JSON.stringify({ method: "LIST_SUBSCRIPTIONS", id: 8 }));
    expect(await line.where((message) => message.id === 8)).toEqual({ result: ["btcusdt@kline_1m"], id: 8 });
    line.send(JSON.stringify({ method: "UNSUBSCRIBE", params: ["btcusdt@kline_1m"], id: 9 }));
    expect(await line.where((message) => message.id === 9)).toEqual({ result: null, id: 9 });
    line.send("{");
    expect(await line.next()).toHaveProperty("error");
    line.close();
  });

  it("keeps a book that follows from a snapshot by Binance's rule", async () => {
    const line = connect(`${exchange.wsUrl}/public/ws/btcusdt@depth@100ms`);
    const nextUpdate = async () => (await line.next()) as unknown as BookFrame;
    const early = [await nextUpdate(), await nextUpdate()];
    const before: Depth = (await get("/fapi/v1/depth?symbol=BTCUSDT&limit=1000")).body;
    const updates: BookFrame[] = [...early];
    while (updates[updates.length - 1].u < before.lastUpdateId + 100) updates.push(await nextUpdate());
    const after: Depth = (await get("/fapi/v1/depth?symbol=BTCUSDT&limit=1000")).body;
    while (updates[updates.length - 1].u < after.lastUpdateId) updates.push(await nextUpdate());
    for (let i = 1; i < updates.length; i++) expect(updates[i].pu).toBe(updates[i - 1].u);
    const book = new Map(before.bids);
    for (const { u, b } of updates) {
      if (u <= before.lastUpdateId || u > after.lastUpdateId) continue;
      for (const [price, size] of b)
        if (Number(size) === 0) book.delete(price);
        else book.set(price, size);
    }
    expect([...book].sort(([a], [b]) => Number(b) - Number(a))).toEqual(after.bids);
    line.close();
  });

  it("goes on where the history ended: ids without a hole, candles that hold the live trades", async () => {
    const line = connect(`${exchange.wsUrl}/market/ws/btcusdt@aggTrade`);
    const first = await line.next();
    const second = await line.next();
    expect(second.a).toBe(first.a + 1);
    const trades: { T: number }[] = (await get(`/fapi/v1/aggTrades?symbol=BTCUSDT&fromId=${first.a - 1}&limit=1`)).body;
    const [{ T }] = trades;
    expect(T).toBeLessThanOrEqual(first.T);
    expect(first.T - T).toBeLessThan(30_000);
    line.close();
  });
});

interface Depth {
  lastUpdateId: number;
  bids: [string, string][];
}

interface BookFrame {
  u: number;
  pu: number;
  b: [string, string][];
}

interface Message {
  [field: string]: never;
}

/** A socket whose messages wait in a queue until they are asked for. */
function connect(url: string) {
  const socket = new WebSocket(url);
  const messages = on(socket, "message");
  const next = async (): Promise<Message> => {
    const { value } = await messages.next();
    return JSON.parse((value as [Buffer])[0].toString("utf8")) as Message;
  };
  return {
    next,
    async where(matches: (message: Message) => boolean): Promise<Message> {
      for (;;) {
        const message = await next();
        if (matches(message)) return message;
      }
    },
    open: () => once(socket, "open"),
    send: (text: string) => socket.send(text),
    close: () => socket.terminate(),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
