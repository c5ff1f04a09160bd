import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type SimulatedExchanges, startSimulatedExchanges } from "#simulator/simulated-exchanges.ts";
import { type TextLevels, createFollowedBook, pricesOf } from "#simulator/wire/follow-book.conformance.ts";
import { type PlainLine, connect, get } from "#simulator/wire/plain-client.conformance.ts";
import { REST_SCHEMAS, STREAM_SCHEMAS } from "./wire-schemas.conformance.ts";

const NOW = Date.UTC(2026, 0, 3, 1, 30);
let exchanges: SimulatedExchanges;
let rest: string;
let lines: PlainLine[] = [];

beforeAll(async () => {
  exchanges = await startSimulatedExchanges({ seed: "bybit", coins: ["BTC"], exchanges: ["bybit"], now: NOW, historyDays: 1, host: "127.0.0.1", port: 0 });
  rest = exchanges.hosts["POWDERKEG_BYBIT_REST_URL"];
});
afterAll(() => exchanges.stop());
afterEach(() => {
  for (const line of lines.splice(0)) line.close();
});

async function subscribed(...args: string[]): Promise<PlainLine> {
  const line = connect(`${exchanges.hosts["POWDERKEG_BYBIT_WS_URL"]}/v5/public/linear`);
  lines.push(line);
  await line.open();
  line.send({ op: "subscribe", args, req_id: "1" });
  expect(await line.next()).toMatchObject({ success: true, ret_msg: "", req_id: "1", op: "subscribe" });
  return line;
}

describe("REST", () => {
  it.each(Object.entries(REST_SCHEMAS))("answers %s in Bybit's shape", async (path, schema) => {
    const { status, body } = await get(rest + path);
    expect(status).toBe(200);
    schema.parse(body);
  });

  it.each([
    ["/v5/market/kline?category=linear&symbol=NOPE&interval=1", 10_001],
    ["/v5/market/kline?category=option&symbol=BTCUSDT&interval=1", 10_001],
    ["/v5/market/kline?category=linear&symbol=BTCUSDT&interval=7", 10_001],
    ["/v5/market/kline?category=linear&symbol=BTCUSDT&interval=1&limit=1001", 10_001],
    ["/v5/market/funding/history?category=linear&symbol=BTCUSDT&startTime=1", 10_001],
  ])("refuses %s with HTTP 200 and a code", async (path, retCode) => {
    expect(await get(rest + path)).toMatchObject({ status: 200, body: { retCode } });
  });

  it("counts both sides in openInterest, one in singleOpenInterest", async () => {
    const { body } = (await get(`${rest}/v5/market/tickers?category=linear&symbol=BTCUSDT`)) as unknown as Listed;
    const [{ openInterest, singleOpenInterest }] = body.result.list;
    expect(Number(openInterest)).toBeCloseTo(2 * Number(singleOpenInterest), 6);
    const { body: truth } = await get(`${exchanges.truthUrl}?exchange=bybit&symbol=BTCUSDT`);
    expect(Number(singleOpenInterest) / Number(truth["openInterest"])).toBeCloseTo(1, 2);
  });

  it("gives the newest candles of a span, newest first", async () => {
    const start = Date.UTC(2026, 0, 2);
    const { body } = (await get(
      `${rest}/v5/market/kline?category=linear&symbol=BTCUSDT&interval=1&limit=3&start=${start}&end=${start + 600_000}`,
    )) as unknown as Listed;
    expect(body.result.list.map((row) => Number(row[0]) - start)).toEqual([600_000, 540_000, 480_000]);
  });

  it("pages open interest into the past by cursor, without a hole or a repetition", async () => {
    const path = `${rest}/v5/market/open-interest?category=linear&symbol=BTCUSDT&intervalTime=5min&limit=100`;
    const first = ((await get(path)) as unknown as Listed).body.result;
    const second = ((await get(`${path}&cursor=${encodeURIComponent(first.nextPageCursor)}`)) as unknown as Listed).body.result;
    const times = [...first.list, ...second.list].map(({ timestamp }) => Number(timestamp));
    expect(times).toEqual(Array.from({ length: 200 }, (_, i) => times[0] - i * 300_000));
  });
});

describe("WebSocket", () => {
  it.each(Object.entries(STREAM_SCHEMAS).filter(([name]) => !name.startsWith("allLiquidation")))("sends %s in Bybit's shape", async (name, schema) => {
    const line = await subscribed(name);
    schema.parse(await line.next());
    schema.parse(await line.next());
  });

  it("shows every forced order by the side of its position, gathered for half a second", async () => {
    const line = await subscribed("allLiquidation.BTCUSDT");
    exchanges.faults.inject([{ kind: "forced-orders", symbol: "BTCUSDT", count: 1_000 }]);
    const shown: Record<string, string>[] = [];
    while (shown.length < 1_000) shown.push(...(STREAM_SCHEMAS["allLiquidation.BTCUSDT"].parse(await line.next()).data as never[]));
    const sent = exchanges.journal.liquidations({ exchange: "bybit", symbol: "BTCUSDT" });
    expect(shown.map(({ T, S, v, p }) => [Number(T), S, Number(v), Number(p)])).toEqual(
      sent.map(({ time, positionSide, size, bankruptcyPrice }) => [time, positionSide === "long" ? "Buy" : "Sell", size, bankruptcyPrice]),
    );
  });

  it("tells a ticker whole, then what changed of it", async () => {
    const line = await subscribed("tickers.BTCUSDT");
    const { type, data } = STREAM_SCHEMAS["tickers.BTCUSDT"].parse(await line.next());
    expect(type).toBe("snapshot");
    const whole: Record<string, unknown> = { ...data };
    for (let i = 0; i < 5; i++) {
      const delta = STREAM_SCHEMAS["tickers.BTCUSDT"].parse(await line.next());
      expect(delta.type).toBe("delta");
      expect(Object.keys(delta.data).length).toBeLessThan(Object.keys(whole).length);
      Object.assign(whole, delta.data);
    }
  });

  it("keeps a book that follows from its snapshot", async () => {
    const line = await subscribed("orderbook.50.BTCUSDT");
    const book = createFollowedBook();
    const first = STREAM_SCHEMAS["orderbook.50.BTCUSDT"].parse(await line.next());
    book.reset({ bids: first.data.b as TextLevels, asks: first.data.a as TextLevels });
    let before = first.data.u;
    let compared = 0;
    for (let i = 0; i < 8; i++) {
      const { type, data } = STREAM_SCHEMAS["orderbook.50.BTCUSDT"].parse(await line.next());
      expect({ type, u: data.u }).toEqual({ type: "delta", u: before + 1 });
      before = data.u;
      book.change({ bids: data.b as TextLevels, asks: data.a as TextLevels });
      const { book: truth, instrument } = exchanges.listings[0];
      if (data.seq !== truth.lastId) continue;
      compared++;
      expect(book.bids(99)).toEqual(pricesOf(truth.bids(50), instrument));
      expect(book.asks(99)).toEqual(pricesOf(truth.asks(50), instrument));
    }
    expect(compared).toBeGreaterThan(0);
  });

  it("answers pings, and refuses what it does not have", async () => {
    const line = await subscribed("publicTrade.BTCUSDT");
    line.send({ op: "ping", req_id: "7" });
    expect(await line.where(({ op }) => op === "ping")).toMatchObject({ success: true, ret_msg: "pong", req_id: "7" });
    for (const [topic, ret_msg] of [
      ["liquidation.BTCUSDT", "error:handler not found,topic:liquidation.BTCUSDT"],
      ["publicTrade.NOPEUSDT", "Invalid symbol :[publicTrade.NOPEUSDT]"],
      ["publicTrade.BTCUSDT", "error:already subscribed,topic:publicTrade.BTCUSDT"],
    ]) {
      line.send({ op: "subscribe", args: [topic] });
      expect(await line.where(({ op }) => op === "subscribe")).toMatchObject({ success: false, ret_msg });
    }
    await expect(connect(`${exchanges.hosts["POWDERKEG_BYBIT_WS_URL"]}/v5/public/spot`).open()).rejects.toThrow();
  });
});

interface Listed {
  readonly body: { readonly result: { readonly list: readonly Record<string | number, string>[]; readonly nextPageCursor: string } };
}
