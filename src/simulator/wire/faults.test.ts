import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type SimulatedExchanges, startSimulatedExchanges } from "#simulator/simulated-exchanges.ts";
import type { FaultRequest } from "./fault.ts";
import { type PlainLine, connect, get, post } from "./plain-client.conformance.ts";

const NOW = Date.UTC(2026, 0, 3, 1, 30);
let exchanges: SimulatedExchanges;
let rest: string;
let lines: PlainLine[] = [];

beforeAll(async () => {
  exchanges = await startSimulatedExchanges({
    seed: "faults",
    coins: ["BTC", "ETH"],
    exchanges: ["binance"],
    now: NOW,
    historyDays: 0,
    host: "127.0.0.1",
    port: 0,
  });
  rest = exchanges.hosts["POWDERKEG_BINANCE_REST_URL"];
});
afterAll(() => exchanges.stop());
afterEach(async () => {
  for (const line of lines) line.close();
  lines = [];
  await fetch(`${exchanges.controlUrl}/faults`, { method: "DELETE" });
});

const listen = async (path: string): Promise<PlainLine> => {
  const line = connect(exchanges.hosts["POWDERKEG_BINANCE_WS_URL"] + path);
  lines.push(line);
  await line.open();
  return line;
};
const inject = (fault: FaultRequest | FaultRequest[]) => post(`${exchanges.controlUrl}/faults`, fault);
const book = (message: { [field: string]: unknown }) => ({ u: Number(message["u"]), pu: Number(message["pu"]), E: Number(message["E"]) });

describe("control desk", () => {
  it("lists what was injected, and ends it", async () => {
    const { status, body } = await inject([
      { kind: "slow-rest", exchange: "okx", durationMs: 60_000 },
      { kind: "burst", exchange: "okx", symbol: "X", stream: "book" },
    ]);
    expect(status).toBe(200);
    expect(body).toMatchObject([
      { kind: "slow-rest", delayMs: 5_000 },
      { kind: "burst", factor: 20 },
    ]);
    const [{ id }] = body as { id: number }[];
    expect((await get(`${exchanges.controlUrl}/faults`)).body).toHaveLength(2);
    await fetch(`${exchanges.controlUrl}/faults/${id}`, { method: "DELETE" });
    expect((await get(`${exchanges.controlUrl}/faults`)).body).toMatchObject([{ kind: "burst" }]);
  });

  it("refuses what is no fault, and lets none of a list in when one is wrong", async () => {
    expect((await post(`${exchanges.controlUrl}/faults`, { kind: "nonsense" })).status).toBe(400);
    expect((await post(`${exchanges.controlUrl}/faults`, [{ kind: "garbage" }, { kind: "garbage", share: 7 }])).status).toBe(400);
    expect((await get(`${exchanges.controlUrl}/faults`)).body).toEqual([]);
    expect((await get(`${exchanges.controlUrl}/truth?exchange=binance&symbol=NOPE`)).status).toBe(404);
    expect((await get(`${exchanges.controlUrl}/nothing`)).status).toBe(404);
  });

  it("forgets a fault when its time is over", async () => {
    await inject({ kind: "silent-subscription", durationMs: 200 });
    const line = await listen("/public/ws/btcusdt@depth@100ms");
    await line.next();
    expect(exchanges.faults.active()).toEqual([]);
  });
});

describe("lines", () => {
  it("disconnects: cuts at once, and turns new lines away while it lasts", async () => {
    const line = await listen("/public/ws/btcusdt@depth@100ms");
    await inject({ kind: "disconnect", exchange: "binance", durationMs: 60_000 });
    expect(await line.ended()).toBe(1006);
    await expect(listen("/public/ws/btcusdt@depth@100ms")).rejects.toThrow();
    exchanges.faults.clear();
    await listen("/public/ws/btcusdt@depth@100ms");
  });

  it("disconnects only lines that listen to the stream named", async () => {
    const marks = await listen("/market/ws/btcusdt@markPrice@1s");
    const depth = await listen("/public/ws/btcusdt@depth@100ms");
    await inject({ kind: "disconnect", stream: "mark", durationMs: 0 });
    expect(await marks.ended()).toBe(1006);
    await depth.next();
  });

  it("leaves a socket half open: no byte and no end, until the fault is over", async () => {
    const line = await listen("/public/ws/btcusdt@depth@100ms");
    await line.next();
    await inject({ kind: "half-open", durationMs: 60_000 });
    await line.within(150);
    expect(await line.within(400)).toEqual([]);
    exchanges.faults.clear();
    expect(await line.ended()).toBe(1006);
  });

  it("leaves a subscription silent though it was acknowledged", async () => {
    await inject({ kind: "silent-subscription", stream: "book" });
    const line = await listen("/public/ws");
    line.send({ method: "SUBSCRIBE", params: ["btcusdt@depth@100ms"], id: 1 });
    expect(await line.next()).toEqual({ result: null, id: 1 });
    expect(await line.within(400)).toEqual([]);
  });
});

describe("an address that is barred", () => {
  it("is turned away by lines as by REST", async () => {
    await inject({ kind: "status", status: 451 });
    await expect(listen("/public/ws/btcusdt@depth@100ms")).rejects.toThrow("451");
    expect((await get(`${rest}/fapi/v1/time`)).status).toBe(451);
  });
});

describe("frames", () => {
  it("sends garbage beside what it sends", async () => {
    await inject({ kind: "garbage", share: 1 });
    const line = await listen("/public/ws/btcusdt@depth@100ms");
    const [first, second] = [await line.text(), await line.text()];
    expect(() => JSON.parse(first)).toThrow(SyntaxError);
    expect(book(JSON.parse(second)).u).toBeGreaterThan(0);
  });

  it("cuts frames in the middle", async () => {
    await inject({ kind: "truncated", share: 1 });
    const line = await listen("/public/ws/btcusdt@depth@100ms");
    const text = await line.text();
    expect(text).toMatch(/^\{"e":"depthUpdate"/);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  it("sends frames twice", async () => {
    await inject({ kind: "duplicate", share: 1 });
    const line = await listen("/public/ws/btcusdt@depth@100ms");
    expect(await line.text()).toBe(await line.text());
  });

  it("swaps neighbours, and loses neither", async () => {
    await inject({ kind: "reordered", share: 1 });
    const line = await listen("/public/ws/btcusdt@depth@100ms");
    const ids: number[] = [];
    for (let i = 0; i < 4; i++) ids.push(book(await line.next()).u);
    expect(ids[0]).toBeGreaterThan(ids[1]);
    expect(ids[1]).toBeLessThan(ids[2]);
    expect(ids[2]).toBeGreaterThan(ids[3]);
  });

  it("delays frames, in order", async () => {
    await inject({ kind: "delayed", delayMs: 700 });
    const line = await listen("/public/ws/btcusdt@depth@100ms");
    const { body } = (await get(`${rest}/fapi/v1/time`)) as { body: { serverTime: number } };
    const first = book(await line.next());
    const { body: later } = (await get(`${rest}/fapi/v1/time`)) as { body: { serverTime: number } };
    expect(later.serverTime - first.E).toBeGreaterThanOrEqual(690);
    expect(later.serverTime - body.serverTime).toBeGreaterThanOrEqual(400);
    expect(book(await line.next()).pu).toBe(first.u);
  });

  it("loses frames of numbered streams", async () => {
    await inject({ kind: "sequence-gap", share: 0.5, stream: "book" });
    const line = await listen("/public/ws/btcusdt@depth@100ms");
    let before = book(await line.next());
    for (let gap = false; !gap;) {
      const update = book(await line.next());
      gap = update.pu !== before.u;
      before = update;
    }
  });

  it("sends a book in which nothing moves", async () => {
    const line = await listen("/public/ws/btcusdt@depth@100ms");
    await inject({ kind: "stale-book", exchange: "binance" });
    const still = await line.where((message) => (message["b"] as unknown[]).length === 0 && (message["a"] as unknown[]).length === 0);
    const { body: before } = (await get(`${rest}/fapi/v1/depth?symbol=BTCUSDT&limit=20`)) as { body: { bids: unknown } };
    expect(book(await line.next()).pu).toBe(book(still).u);
    const { body: after } = (await get(`${rest}/fapi/v1/depth?symbol=BTCUSDT&limit=20`)) as { body: { bids: unknown } };
    expect(after.bids).toEqual(before.bids);
  });

  it("lets the venue's clock run ahead", async () => {
    const line = await listen("/public/ws/btcusdt@depth@100ms");
    const honest = book(await line.next()).E;
    await inject({ kind: "clock-skew", skewMs: 3_600_000 });
    await line.where((message) => book(message).E - honest > 3_500_000);
    const { body } = (await get(`${rest}/fapi/v1/time`)) as { body: { serverTime: number } };
    expect(body.serverTime - honest).toBeGreaterThan(3_500_000);
  });

  it("sends twenty times as often", async () => {
    const line = await listen("/public/ws/btcusdt@depth@100ms");
    await inject({ kind: "burst", factor: 20 });
    expect((await line.within(1_000)).length).toBeGreaterThan(60);
  });
});

describe("REST", () => {
  it.each([429, 418, 451, 500, 403])("answers %i in the venue's words", async (status) => {
    await inject({ kind: "status", status, retryAfterSeconds: 7 });
    const answer = await get(`${rest}/fapi/v1/time`);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("retry-after")).toBe("7");
  });

  it("is slow", async () => {
    await inject({ kind: "slow-rest", delayMs: 600 });
    const before = performance.now();
    await get(`${rest}/fapi/v1/time`);
    expect(performance.now() - before).toBeGreaterThanOrEqual(590);
  });

  it("finds no history", async () => {
    const path = `${rest}/fapi/v1/klines?symbol=BTCUSDT&interval=1m`;
    expect((await get(path)).body).not.toEqual([]);
    await inject({ kind: "empty-history", symbol: "BTCUSDT" });
    for (const empty of [path, `${rest}/fapi/v1/aggTrades?symbol=BTCUSDT`, `${rest}/fapi/v1/fundingRate?symbol=BTCUSDT`])
      expect((await get(empty)).body).toEqual([]);
    expect((await get(`${rest}/fapi/v1/openInterest?symbol=BTCUSDT`)).status).toBe(200);
  });

  it("delists a symbol when the notice is over: the end is announced, then it is not known any more, its positions are settled, the others trade on", async () => {
    const [bitcoin, ether] = exchanges.listings;
    const line = await listen("/public/ws/ethusdt@depth@100ms");
    await line.next();
    const endOf = async () => {
      const { body } = (await get(`${rest}/fapi/v1/exchangeInfo`)) as { body: { symbols: { symbol: string; deliveryDate: number }[] } };
      return body.symbols.find(({ symbol }) => symbol === "ETHUSDT")?.deliveryDate;
    };
    const { body } = await inject({ kind: "delisted", exchange: "binance", symbol: "ETHUSDT", noticeMs: 1_000 });
    const [{ from }] = body as { from: number }[];
    expect(await endOf()).toBe(from + 1_000);
    expect((await get(`${rest}/fapi/v1/depth?symbol=ETHUSDT`)).status).toBe(200);
    await expect.poll(endOf).toBeUndefined();
    expect((await get(`${rest}/fapi/v1/depth?symbol=ETHUSDT`)).body).toEqual({ code: -1121, msg: "Invalid symbol." });
    await line.within(150);
    expect(await line.within(300)).toEqual([]);
    await expect.poll(() => ether.recorder.openInterestLots).toBe(0);
    expect(ether.recorder.market.listing).toBe("delisted");
    expect(bitcoin.recorder.openInterestLots).toBeGreaterThan(0);
    // It does not come back.
    await fetch(`${exchanges.controlUrl}/faults`, { method: "DELETE" });
    expect(await endOf()).toBeUndefined();
  });
});

describe("market", () => {
  it("jumps by the share asked for", async () => {
    const [{ recorder }] = exchanges.listings;
    const before = recorder.market.index;
    await inject({ kind: "price-jump", share: -0.3, durationMs: 2_500 });
    const line = await listen("/market/ws/btcusdt@aggTrade");
    await line.where((message) => Number(message["p"]) < before * 0.78);
    expect(recorder.market.index).toBeLessThan(before * 0.8);
  });

  it("forces a thousand orders in a second; the journal knows what the feed showed", async () => {
    const line = await listen("/market/ws/!forceOrder@arr");
    const from = exchanges.listings[0].recorder.now;
    await inject({ kind: "forced-orders", count: 1_000 });
    const shown = (await line.where((message) => message["e"] === "forceOrder"))["o"] as { T: number; z: string; p: string };
    const { body } = (await get(`${exchanges.controlUrl}/sent?exchange=binance&kind=liquidations&from=${Math.floor(from - 2_000)}`)) as {
      body: { entries: never[] };
    };
    expect(body.entries).toContainEqual(
      expect.objectContaining({ time: shown.T, filledSize: Number(shown.z), bankruptcyPrice: Number(shown.p), listeners: 1 }),
    );
  });
});

it("journals every trade it sent, and what a fault kept back", async () => {
  const line = await listen("/market/ws/btcusdt@aggTrade");
  const seen = [await line.next(), await line.next()].map((message) => Number(message["a"]));
  const sent = exchanges.journal.trades({ exchange: "binance", symbol: "BTCUSDT" }).filter(({ id }) => seen.includes(id));
  expect(sent.map(({ id, listeners, withheld }) => ({ id, listeners, withheld }))).toEqual(seen.map((id) => ({ id, listeners: 1, withheld: undefined })));
  await inject({ kind: "sequence-gap", stream: "trades", share: 1 });
  await expect.poll(() => exchanges.journal.trades().some(({ withheld }) => withheld === "sequence-gap")).toBe(true);
});
