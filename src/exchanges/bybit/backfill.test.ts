import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MarketEvent } from "#core/events.ts";
import type { Instrument } from "#core/instrument.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { systemTiming } from "#exchanges/connection/clock.ts";
import { createHandClock } from "#exchanges/connection/hand-clock.conformance.ts";
import type { BackfillRequest } from "#exchanges/exchange.ts";
import { createBybit } from "./bybit.ts";
import { type LoopbackBybit, answered, startLoopbackBybit } from "./loopback-bybit.conformance.ts";
import { patiently } from "#exchanges/patience.conformance.ts";

const NOW = Date.UTC(2026, 5, 1, 12, 0, 30);
const bitcoin: Instrument = { exchange: "bybit", symbol: "BTCUSDT", coin: "BTC", contract: "linear", contractSize: 1, tickSize: 0.1, marginModel: "bybit" };
const FIVE_MINUTES = asMs(5 * MINUTE_MS);

let peer: LoopbackBybit;
beforeEach(async () => (peer = await startLoopbackBybit({ now: NOW, listedAt: NOW - 60 * DAY_MS })));
afterEach(() => peer.server.stop());

async function collect(request: Partial<BackfillRequest>, timing = systemTiming): Promise<MarketEvent[]> {
  const events: MarketEvent[] = [];
  const whole = { instrument: bitcoin, kind: "candles", from: asMs(NOW - DAY_MS), to: asMs(NOW), intervalMs: MINUTE_MS, ...request } as const;
  for await (const batch of createBybit(peer.hosts, timing).backfill(whole, patiently())) events.push(...batch);
  return events;
}
const asked = (path: string) => peer.server.requests.filter((request) => request.path.endsWith(path)).map(({ query }) => Object.fromEntries(query));

test("candles carry volume, and no taker's share of it, which Bybit does not publish", async () => {
  const [candle] = await collect({});
  expect(candle).toMatchObject({ kind: "candle", price: "last", open: 60_000, high: 60_020, low: 59_990, close: 60_010, volume: 12.5, closed: true });
  expect(candle).not.toHaveProperty("takerBuyVolume");
});

test("mark candles know no volume", async () => {
  const [candle] = await collect({ kind: "mark-candles" });
  expect(candle).toMatchObject({ kind: "candle", price: "mark", close: 60_010, closed: true });
  expect(candle).not.toHaveProperty("volume");
});

describe("open interest", () => {
  test("is the single one", async () => {
    const row = { openInterest: "162469.0", singleOpenInterest: "80000.5", timestamp: String(NOW - 30_000) };
    peer.answer("/v5/market/open-interest", () => answered({ list: [row], nextPageCursor: "" }, NOW));
    expect(await collect({ kind: "open-interest", intervalMs: FIVE_MINUTES })).toMatchObject([{ openInterest: 80_000.5 }]);
  });

  test("is half of the sum of both sides where only that is kept", async () => {
    peer.answer("/v5/market/open-interest", () => answered({ list: [{ openInterest: "162469.0", timestamp: String(NOW - 30_000) }], nextPageCursor: "" }, NOW));
    expect(await collect({ kind: "open-interest", intervalMs: FIVE_MINUTES })).toMatchObject([{ openInterest: 81_234.5, time: NOW - 30_000 }]);
  });
});

test("funding may be negative, and a dated future has none", async () => {
  expect(await collect({ kind: "funding", from: asMs(NOW - 30 * DAY_MS) })).toContainEqual(expect.objectContaining({ kind: "funding", rate: -0.0001 }));
  const before = peer.server.requests.length;
  expect(await collect({ kind: "funding", instrument: { ...bitcoin, symbol: "BTCUSDT-25DEC26", expiry: asMs(NOW + DAY_MS) } })).toEqual([]);
  expect(peer.server.requests).toHaveLength(before);
});

test("ratios are of accounts, long to short; where Bybit counts none nothing is asked", async () => {
  const [first] = await collect({ kind: "ratio", intervalMs: FIVE_MINUTES });
  expect(first).toMatchObject({ kind: "ratio", ratio: expect.closeTo(1.5, 9) as number });
  const before = peer.server.requests.length;
  const inUsdc = { ...bitcoin, symbol: "BTCPERP", listing: { quote: "USDC", settle: "USDC" } };
  expect(await collect({ kind: "ratio", intervalMs: FIVE_MINUTES, instrument: inUsdc })).toEqual([]);
  expect(peer.server.requests).toHaveLength(before);
});

test("an inverse contract is asked for under its category", async () => {
  await collect({ instrument: { ...bitcoin, symbol: "BTCUSD", contract: "inverse" } });
  expect(asked("/kline")[0]).toMatchObject({ category: "inverse", symbol: "BTCUSD", interval: "1", limit: "1000" });
});

test("nothing is asked for before the listing, however early the wish", async () => {
  const events = await collect({ from: asMs(0), intervalMs: HOUR_MS });
  expect(events.length).toBeGreaterThan(0);
  expect(Number(asked("/kline")[0].start)).toBe(NOW - 60 * DAY_MS - ((NOW - 60 * DAY_MS) % HOUR_MS));
});

test("the end is exclusive", async () => {
  const lastOpenTime = async (to: number) => Math.max(...(await collect({ to: asMs(to) })).map((event) => ("openTime" in event ? event.openTime : 0)));
  const to = NOW - 3_600_000 - 30_000;
  expect(await lastOpenTime(to)).toBe(to - MINUTE_MS);
  expect(await lastOpenTime(to + 1)).toBe(to);
});

test("an interval that Bybit lacks is refused before anything is asked", async () => {
  await expect(collect({ intervalMs: asMs(7 * MINUTE_MS) })).rejects.toMatchObject({
    code: "bad-input",
    message: expect.stringContaining("it has 1, 3, 5") as string,
  });
  await expect(collect({ kind: "open-interest", intervalMs: MINUTE_MS })).rejects.toMatchObject({ code: "bad-input" });
  await expect(collect({ kind: "liquidations" })).rejects.toMatchObject({ code: "bad-input", message: "Bybit keeps no history of liquidations" });
  expect(peer.server.requests).toEqual([]);
});

describe("a refusal with HTTP 200", () => {
  const refuse = (retCode: number, retMsg: string) => ({ body: { retCode, retMsg, result: {}, retExtInfo: {}, time: NOW } });

  test("of an unknown symbol is said by name", async () => {
    peer.answer("/v5/market/instruments-info", () => refuse(10_001, "params error: symbol invalid BTCUSDT"));
    await expect(collect({})).rejects.toMatchObject({ code: "not-found", message: expect.stringContaining("symbol invalid BTCUSDT (10001)") as string });
  });

  test("of another parameter is bad input, and a place that is not served is said in words", async () => {
    peer.answer("/v5/market/kline", () => refuse(10_001, "Request parameter error."));
    await expect(collect({})).rejects.toMatchObject({ code: "bad-input" });
    peer.answer("/v5/market/kline", () =>
      refuse(10_024, "The product or service you are seeking to access is not available to you due to regulatory restrictions."),
    );
    await expect(collect({})).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("regulatory restrictions. (10024)") as string });
  });

  test("of too many visits waits five seconds and goes on", async () => {
    const clock = createHandClock(NOW);
    let refusals = 1;
    peer.answer("/v5/market/kline", () => (refusals-- > 0 ? refuse(10_006, "Too many visits!") : answered({ list: [], nextPageCursor: "" }, NOW)));
    const collected = collect({ from: asMs(NOW - HOUR_MS) }, { clock, random: () => 0 });
    await peer.server.until(() => asked("/kline").length === 1);
    await clock.advanceUntil(() => asked("/kline").length === 2);
    await expect(collected).resolves.toEqual([]);
    expect(clock.now() - NOW).toBeGreaterThanOrEqual(5_000);
  });
});

test("a symbol that is not listed is said by name", async () => {
  await expect(collect({ instrument: { ...bitcoin, symbol: "NOPEUSDT" } })).rejects.toMatchObject({ code: "not-found", message: "Bybit lists no NOPEUSDT" });
});

test("a candle that contradicts itself spoils no store", async () => {
  peer.answer("/v5/market/kline", () => answered({ list: [[String(NOW), "60000", "59000", "58000", "58500", "1", "1"]] }, NOW));
  await expect(collect({})).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("contradicts itself") as string });
});
