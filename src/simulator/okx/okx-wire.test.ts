import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { type SimulatedExchanges, startSimulatedExchanges } from "#simulator/simulated-exchanges.ts";
import { type TextLevels, createFollowedBook } from "#simulator/wire/follow-book.conformance.ts";
import { type PlainLine, connect, get } from "#simulator/wire/plain-client.conformance.ts";
import { BOOK, BUSINESS_SCHEMAS, LIQUIDATIONS, PUBLIC_SCHEMAS, REST_SCHEMAS } from "./wire-schemas.conformance.ts";

const NOW = Date.UTC(2026, 0, 3, 1, 30);
const SWAP = "BTC-USDT-SWAP";
let exchanges: SimulatedExchanges;
let rest: string;
/** OKX allows three new lines a second: all tests share these two. */
let publicLine: PlainLine;
let businessLine: PlainLine;

beforeAll(async () => {
  exchanges = await startSimulatedExchanges({ seed: "okx", coins: ["BTC"], exchanges: ["okx"], now: NOW, historyDays: 1, host: "127.0.0.1", port: 0 });
  rest = exchanges.hosts["POWDERKEG_OKX_REST_URL"];
  const ws = exchanges.hosts["POWDERKEG_OKX_WS_URL"];
  publicLine = connect(`${ws}/ws/v5/public`);
  businessLine = connect(`${ws}/ws/v5/business`);
  await Promise.all([publicLine.open(), businessLine.open()]);
});
afterAll(async () => {
  publicLine.close();
  businessLine.close();
  await exchanges.stop();
});

async function subscribe(line: PlainLine, arg: Record<string, string>): Promise<() => Promise<unknown>> {
  line.send({ id: "1", op: "subscribe", args: [arg] });
  expect(await line.where(({ event }) => event !== undefined)).toMatchObject({ id: "1", event: "subscribe", arg });
  return async () => {
    line.send({ op: "unsubscribe", args: [arg] });
    await line.where(({ event }) => event === "unsubscribe");
  };
}

const row = async <Row>(path: string): Promise<Row[]> => ((await get(rest + path)).body as { data: Row[] }).data;

describe("REST", () => {
  it.each(Object.entries(REST_SCHEMAS))("answers %s in OKX's shape", async (path, schema: z.ZodType) => {
    const { status, body } = await get(rest + path);
    expect(status).toBe(200);
    schema.parse(body);
  });

  it.each([
    ["/api/v5/market/candles?instId=NOPE", 200, "51001"],
    ["/api/v5/market/candles", 400, "50014"],
    [`/api/v5/market/candles?instId=${SWAP}&bar=7m`, 400, "51000"],
    ["/api/v5/public/instruments", 400, "50014"],
  ])("refuses %s", async (path, status, code) => {
    expect(await get(rest + path)).toMatchObject({ status, body: { code, data: [] } });
  });

  it("refuses an endpoint's requests beyond its own allowance", async () => {
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => get(`${rest}/api/v5/public/position-tiers?instType=SWAP&tdMode=cross&instFamily=BTC-USDT`)),
    );
    expect(answers.map(({ status }) => status)).toContain(429);
    expect(answers.find(({ status }) => status === 429)?.body).toEqual({ code: "50011", msg: "Too Many Requests", data: [] });
    expect((await get(`${rest}/api/v5/public/time`)).status).toBe(200);
  });

  it("counts contracts, of a hundredth of a coin each", async () => {
    const [{ oi, oiCcy, oiUsd }] = await row<Record<string, string>>("/api/v5/public/open-interest?instType=SWAP&instId=BTC-USDT-SWAP");
    const [{ markPx }] = await row<Record<string, string>>("/api/v5/public/mark-price?instType=SWAP&instId=BTC-USDT-SWAP");
    expect(Number(oiCcy)).toBeCloseTo(Number(oi) / 100, 6);
    expect(Number(oiUsd) / (Number(oiCcy) * Number(markPx))).toBeCloseTo(1, 2);
    const [candle] = await row<string[]>(`/api/v5/market/candles?instId=${SWAP}&limit=1`);
    expect(Number(candle[6])).toBeCloseTo(Number(candle[5]) / 100, 6);
  });

  it("pages candles into the past by excluded bounds", async () => {
    const path = `/api/v5/market/history-candles?instId=${SWAP}&bar=1m&limit=100`;
    const first = await row<string[]>(path);
    const second = await row<string[]>(`${path}&after=${first[99][0]}`);
    const times = [...first, ...second].map(([ts]) => Number(ts));
    expect(times).toEqual(Array.from({ length: 200 }, (_, i) => times[0] - i * 60_000));
    const between = await row<string[]>(`${path}&after=${times[10]}&before=${times[20]}`);
    expect(between.map(([ts]) => Number(ts))).toEqual(times.slice(11, 20));
  });

  it("pages trades into the past by id", async () => {
    const newest = await row<{ tradeId: string }>(`/api/v5/market/trades?instId=${SWAP}&limit=1`);
    const end = Number(newest[0].tradeId);
    const page = await row<{ tradeId: string }>(`/api/v5/market/history-trades?instId=${SWAP}&after=${end}&before=${end - 20}`);
    expect(page.map(({ tradeId }) => Number(tradeId))).toEqual(Array.from({ length: 19 }, (_, i) => end - 1 - i));
  });
});

describe("WebSocket", () => {
  it.each(Object.entries(PUBLIC_SCHEMAS))("sends %s in OKX's shape", async (channel, schema: z.ZodType) => {
    const unsubscribe = await subscribe(publicLine, { channel, instId: SWAP });
    schema.parse(await publicLine.next());
    await unsubscribe();
  });

  it.each(Object.entries(BUSINESS_SCHEMAS))("sends %s on the business path", async (channel, schema: z.ZodType) => {
    const unsubscribe = await subscribe(businessLine, { channel, instId: SWAP });
    schema.parse(await businessLine.next());
    await unsubscribe();
  });

  it("gathers prints: every trade id is covered once", async () => {
    const unsubscribe = await subscribe(publicLine, { channel: "trades", instId: SWAP });
    let before: number | undefined;
    for (let i = 0; i < 10; i++) {
      const { tradeId, count } = PUBLIC_SCHEMAS.trades.parse(await publicLine.next()).data[0];
      if (before !== undefined) expect(Number(tradeId) - Number(count)).toBe(before);
      before = Number(tradeId);
    }
    await unsubscribe();
  });

  it("keeps a book whose changes chain by ids, in contracts", async () => {
    const unsubscribe = await subscribe(publicLine, { channel: "books", instId: SWAP });
    const book = createFollowedBook();
    const first = BOOK.parse(await publicLine.next());
    expect(first).toMatchObject({ action: "snapshot", data: [{ prevSeqId: -1 }] });
    const sides = (data: unknown) => data as { bids: TextLevels; asks: TextLevels };
    book.reset(sides(first.data[0]));
    let { seqId } = first.data[0];
    let compared = 0;
    for (let i = 0; i < 8; i++) {
      const { action, data } = BOOK.parse(await publicLine.next());
      expect({ action, prevSeqId: data[0].prevSeqId }).toEqual({ action: "update", prevSeqId: seqId });
      ({ seqId } = data[0]);
      book.change(sides(data[0]));
      const [{ book: truth, instrument }] = exchanges.listings;
      if (truth.lastId !== seqId) continue;
      compared++;
      const inContracts = truth
        .bids(400)
        .map(([tick, lots]) => [Number((tick * instrument.tickSize).toFixed(8)), Number(((lots * instrument.lotSize) / instrument.contractSize).toFixed(8))]);
      expect(book.bids(999)).toEqual(inContracts);
    }
    expect(compared).toBeGreaterThan(0);
    await unsubscribe();
  });

  it("shows liquidations several at a time, by order side and position side, some of them late; newcomers get a backlog", async () => {
    const liquidations = { channel: "liquidation-orders", instType: "SWAP" };
    const unsubscribe = await subscribe(publicLine, liquidations);
    exchanges.faults.inject([{ kind: "forced-orders", symbol: SWAP, count: 70 }]);
    const shown: z.infer<typeof LIQUIDATIONS>["data"][number]["details"] = [];
    while (shown.length < 70)
      shown.push(...LIQUIDATIONS.parse(await publicLine.next()).data.flatMap(({ instId, details }) => (instId === SWAP ? details : [])));
    for (const { side, posSide } of shown) if (posSide !== "net") expect(side).toBe(posSide === "long" ? "sell" : "buy");
    const times = shown.map(({ ts }) => Number(ts));
    expect(times.some((time, i) => i > 0 && time < times[i - 1])).toBe(true);
    const sent = exchanges.journal.liquidations({ exchange: "okx", symbol: SWAP });
    const first = sent.findIndex(({ time, size }) => time === times[0] && Math.abs(size - Number(shown[0].sz) / 100) < 1e-9);
    expect(shown.map(({ sz }) => Number(sz) / 100)).toEqual(sent.slice(first, first + shown.length).map(({ size }) => expect.closeTo(size, 8) as number));
    await unsubscribe();
    const again = await subscribe(publicLine, liquidations);
    const backlog = await publicLine.where(({ data }) => LIQUIDATIONS.parse({ arg: liquidations, data }).data[0].instId === SWAP);
    expect(LIQUIDATIONS.parse(backlog).data[0].details).toEqual(shown.slice(-20));
    await again();
  });

  it("answers a text ping, and refuses what it does not have", async () => {
    businessLine.send("ping");
    expect(await businessLine.text()).toBe("pong");
    businessLine.send({ op: "subscribe", args: [{ channel: "trades", instId: SWAP }] });
    expect(await businessLine.next()).toMatchObject({ event: "error", code: "60018" });
    businessLine.send({ op: "subscribe", args: [{ channel: "candle1m", instId: "NOPE" }] });
    expect(await businessLine.next()).toMatchObject({ event: "error", code: "60018" });
    businessLine.send("{");
    expect(await businessLine.next()).toMatchObject({ event: "error", code: "60012" });
  });
});
