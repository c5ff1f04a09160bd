import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { EventOf, MarketEvent } from "#core/events.ts";
import type { Instrument } from "#core/instrument.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { systemTiming } from "#exchanges/connection/clock.ts";
import type { BackfillRequest } from "#exchanges/exchange.ts";
import { createBitget } from "./bitget.ts";
import { type LoopbackBitget, answered, startLoopbackBitget } from "./loopback-bitget.conformance.ts";
import { patiently } from "#exchanges/patience.conformance.ts";

const NOW = Date.UTC(2026, 5, 1, 12, 0, 30);
const bitcoin: Instrument = { exchange: "bitget", symbol: "BTCUSDT", coin: "BTC", contract: "linear", contractSize: 1, tickSize: 0.1, marginModel: "bitget" };
const inCoins: Instrument = { ...bitcoin, symbol: "BTCUSD_CM", contract: "inverse" };
const FIVE_MINUTES = asMs(5 * MINUTE_MS);

let peer: LoopbackBitget;
beforeEach(async () => (peer = await startLoopbackBitget({ now: NOW, listedAt: NOW - 40 * DAY_MS })));
afterEach(() => peer.server.stop());

async function collect(request: Partial<BackfillRequest>): Promise<MarketEvent[]> {
  const events: MarketEvent[] = [];
  const whole = { instrument: bitcoin, kind: "candles", from: asMs(NOW - HOUR_MS), to: asMs(NOW), intervalMs: MINUTE_MS, ...request } as const;
  for await (const batch of createBitget(peer.hosts, systemTiming).backfill(whole, patiently())) events.push(...batch);
  return events;
}
const asked = (path: string) => peer.server.requests.filter((request) => request.path.endsWith(path)).map(({ query }) => Object.fromEntries(query));

test("candles carry volume, and no taker's share of it, which Bitget does not publish", async () => {
  const [candle] = await collect({});
  expect(candle).toMatchObject({ kind: "candle", price: "last", open: 60_000, high: 60_020, low: 59_990, close: 60_010, volume: 12.5, closed: true });
  expect(candle).not.toHaveProperty("takerBuyVolume");
  expect(asked("/candles")[0]).toMatchObject({ category: "USDT-FUTURES", symbol: "BTCUSDT", interval: "1m", type: "market" });
});

test("the volume of a coin-margined contract is its turnover in USD", async () => {
  expect((await collect({ instrument: inCoins }))[0]).toMatchObject({ volume: 750_000 });
  expect(asked("/candles")[0]).toMatchObject({ category: "COIN-FUTURES", symbol: "BTCUSD_CM" });
});

test("mark candles know no volume", async () => {
  const [candle] = await collect({ kind: "mark-candles" });
  expect(candle).toMatchObject({ kind: "candle", price: "mark", close: 60_010 });
  expect(candle).not.toHaveProperty("volume");
  expect(asked("/candles")[0]).toMatchObject({ type: "mark" });
});

describe("candles", () => {
  const openTimes = (events: readonly MarketEvent[]) => events.map((event) => ("openTime" in event ? event.openTime : 0));
  const consecutive = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i * MINUTE_MS);

  test("of more than a month ago come from the history", async () => {
    const from = NOW - 30 * DAY_MS - 30_000;
    const events = await collect({ from: asMs(from), to: asMs(from + 150 * MINUTE_MS) });
    expect(openTimes(events)).toEqual(consecutive(from, 150));
    expect(asked("/history-candles")).toHaveLength(2);
    expect(asked("/market/candles")).toEqual([]);
  });

  test("come without holes where pages turn out to be shorter than asked for", async () => {
    const from = NOW - 5 * HOUR_MS - 30_000;
    peer.answer("/api/v3/market/candles", ({ query }) => {
      const last = Math.floor(Number(query.get("endTime")) / MINUTE_MS) * MINUTE_MS;
      const count = Math.min(100, (last - Number(query.get("startTime"))) / MINUTE_MS + 1);
      const rows = Array.from({ length: count }, (_, i) => [String(last - (count - 1 - i) * MINUTE_MS), "1", "1", "1", "1", "1", "1"]);
      return answered(rows, NOW);
    });
    expect(openTimes(await collect({ from: asMs(from), to: asMs(from + 250 * MINUTE_MS) }))).toEqual(consecutive(from, 250));
  });

  test("begin with the listing where Bitget tells it", async () => {
    await collect({ from: asMs(0), to: asMs(NOW - 39 * DAY_MS), intervalMs: HOUR_MS });
    expect(Number(asked("/history-candles")[0].startTime)).toBe(NOW - 40 * DAY_MS - ((NOW - 40 * DAY_MS) % HOUR_MS));
  });
});

describe("funding", () => {
  test("is read page by page until it is old enough", async () => {
    const events = await collect({ kind: "funding", from: asMs(NOW - 35 * DAY_MS) });
    expect(events).toHaveLength(105);
    expect(events[0]).toMatchObject({ kind: "funding", rate: -0.0001 });
    expect(asked("/history-fund-rate").map(({ cursor }) => cursor)).toEqual(["1", "2"]);
  });

  test("that settles between two pages is told once", async () => {
    const row = (hour: number) => ({ symbol: "BTCUSDT", fundingRate: "0.0001", fundingRateTimestamp: String(NOW - hour * HOUR_MS) });
    const pages = [Array.from({ length: 100 }, (_, i) => row(i)), [row(99), row(100)]];
    peer.answer("/api/v3/market/history-fund-rate", ({ query }) => answered({ resultList: pages[Number(query.get("cursor")) - 1] }, NOW));
    const events = await collect({ kind: "funding", from: asMs(NOW - 200 * HOUR_MS), to: asMs(NOW + 1) });
    expect(events.map((event) => (NOW - (event as EventOf<"funding">).time) / HOUR_MS)).toEqual(Array.from({ length: 101 }, (_, i) => 100 - i));
  });

  test("is paid on no dated future", async () => {
    expect(await collect({ kind: "funding", instrument: { ...inCoins, symbol: "BTCCMZ26", expiry: asMs(NOW + DAY_MS) } })).toEqual([]);
    expect(peer.server.requests).toEqual([]);
  });
});

test("ratios are of accounts, long to short, of perpetuals in USDT only", async () => {
  expect((await collect({ kind: "ratio", intervalMs: FIVE_MINUTES }))[0]).toMatchObject({ kind: "ratio", ratio: expect.closeTo(1.5, 9) as number });
  expect(asked("/account-long-short")).toEqual([{ productType: "USDT-FUTURES", symbol: "BTCUSDT", period: "5m" }]);
  expect(await collect({ kind: "ratio", intervalMs: FIVE_MINUTES, instrument: inCoins })).toEqual([]);
});

describe("liquidations", () => {
  const row = (ts: number, amount: string) => ({ symbol: "BTCUSDT", side: "buy", price: "60000.1", amount, ts: String(ts) });

  test("are longs where the side is buy, in coins, oldest first, and of unknown completeness", async () => {
    peer.answer("/api/v3/market/liquidations", () =>
      answered({ list: [{ ...row(NOW - 1, "30000.05"), side: "sell" }, row(NOW - 2, "30000.05")], cursor: "" }, NOW),
    );
    const event = { kind: "liquidation", instrument: "bitget:BTCUSDT", price: 60_000.1, orderPrice: 60_000.1, size: 0.5, sampling: "unknown" };
    expect(await collect({ kind: "liquidations" })).toEqual([
      { ...event, time: NOW - 2, positionSide: "long" },
      { ...event, time: NOW - 1, positionSide: "short" },
    ]);
  });

  test("whose amounts cannot be dollars are read in coins", async () => {
    const list = Array.from({ length: 24 }, (_, nth) => row(NOW - nth - 1, (0.001 * (nth + 1)).toFixed(3)));
    peer.answer("/api/v3/market/liquidations", () => answered({ list, cursor: "" }, NOW));
    expect((await collect({ kind: "liquidations" })).at(-1)).toMatchObject({ time: NOW - 1, size: 0.001 });
  });

  test("that pages repeat are told once, equal ones of one page each", async () => {
    const [a, b, c, d] = [1, 2, 2, 3].map((ago) => row(NOW - ago, "0.5"));
    const pages: Record<string, { list: object[]; cursor: string }> = {
      "": { list: [a, b, c], cursor: "x" },
      x: { list: [b, c, d], cursor: "y" },
      y: { list: [d], cursor: "z" },
    };
    peer.answer("/api/v3/market/liquidations", ({ query }) => answered(pages[query.get("cursor") ?? ""], NOW));
    const events = await collect({ kind: "liquidations" });
    expect(events.map((event) => NOW - (event as EventOf<"liquidation">).time)).toEqual([3, 2, 2, 1]);
    expect(events.map((event) => (event as EventOf<"liquidation">).ordinal)).toEqual([undefined, undefined, 1, undefined]);
    expect(asked("/liquidations").map(({ cursor }) => cursor)).toEqual([undefined, "x", "y"]);
  });

  test("are read no further back than they are wanted or kept", async () => {
    await collect({ kind: "liquidations", from: asMs(NOW - 30 * HOUR_MS) });
    expect(asked("/liquidations").length).toBe(2);
    const events = await collect({ kind: "liquidations", from: asMs(0) });
    expect(Math.min(...events.map((event) => (event as EventOf<"liquidation">).time))).toBeGreaterThanOrEqual(NOW - 3 * DAY_MS);
  });

  test("of which a page comes again and again end in an error, not in a loop", async () => {
    let calls = 0;
    peer.answer("/api/v3/market/liquidations", () => answered({ list: [row(NOW - ++calls, "0.5")], cursor: "same" }, NOW));
    await expect(collect({ kind: "liquidations" })).rejects.toMatchObject({ code: "unavailable", message: "Bitget repeats a page of liquidations of BTCUSDT" });
    expect(calls).toBe(2);
  });
});

test("open interest has no history, and an interval that Bitget lacks is refused before anything is asked", async () => {
  await expect(collect({ kind: "open-interest", intervalMs: FIVE_MINUTES })).rejects.toThrow("Bitget keeps no history of open-interest");
  await expect(collect({ intervalMs: asMs(7 * MINUTE_MS) })).rejects.toMatchObject({
    code: "bad-input",
    message: expect.stringContaining("it has 1m, 3m") as string,
  });
  expect(peer.server.requests).toEqual([]);
});

test("a symbol that is not listed is said by name, whether Bitget refuses it or says nothing", async () => {
  await expect(collect({ instrument: { ...bitcoin, symbol: "NOPEUSDT" } })).rejects.toMatchObject({ code: "not-found", message: "Bitget lists no NOPEUSDT" });
  peer.answer("/api/v3/market/instruments", () => ({
    status: 400,
    body: { code: "40034", msg: "Parameter NOPEUSDT does not exist", requestTime: NOW, data: null },
  }));
  await expect(collect({})).rejects.toMatchObject({ code: "not-found", message: expect.stringContaining("does not exist (40034)") as string });
});

test("a refusal with HTTP 200 is one", async () => {
  peer.answer("/api/v3/market/candles", () => ({ body: { code: "40020", msg: "Parameter interval error", requestTime: NOW, data: null } }));
  await expect(collect({})).rejects.toMatchObject({ code: "bad-input", message: "Bitget refused the request: Parameter interval error (40020)" });
});
