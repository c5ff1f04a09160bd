import { afterEach, beforeEach, expect, test } from "vitest";
import type { MarketEvent } from "#core/events.ts";
import type { Instrument } from "#core/instrument.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { systemTiming } from "#exchanges/connection/clock.ts";
import type { BackfillRequest } from "#exchanges/exchange.ts";
import { createBinance } from "./binance.ts";
import { type LoopbackBinance, startLoopbackBinance } from "./loopback-binance.conformance.ts";
import { patiently } from "#exchanges/patience.conformance.ts";

const NOW = Date.UTC(2026, 5, 1, 12, 0, 30);
const DAY = 86_400_000;
const bitcoin: Instrument = {
  exchange: "binance",
  symbol: "BTCUSDT",
  coin: "BTC",
  contract: "linear",
  contractSize: 1,
  tickSize: 0.1,
  marginModel: "binance-usdm",
};

let peer: LoopbackBinance;
beforeEach(async () => (peer = await startLoopbackBinance({ now: NOW, listedAt: NOW - 60 * DAY })));
afterEach(() => peer.server.stop());

async function collect(request: Partial<BackfillRequest>): Promise<MarketEvent[]> {
  const events: MarketEvent[] = [];
  const whole = { instrument: bitcoin, kind: "candles", from: asMs(NOW - DAY), to: asMs(NOW), intervalMs: MINUTE_MS, ...request } as const;
  for await (const batch of createBinance(peer.hosts, systemTiming).backfill(whole, patiently())) events.push(...batch);
  return events;
}

test("candles carry volume and what takers bought", async () => {
  const [candle] = await collect({});
  expect(candle).toMatchObject({
    kind: "candle",
    price: "last",
    open: 60_000,
    high: 60_020,
    low: 59_990,
    close: 60_010,
    volume: 12.5,
    takerBuyVolume: 7.5,
    closed: true,
  });
});

test("mark candles know no volume", async () => {
  const [candle] = await collect({ kind: "mark-candles" });
  expect(candle).toMatchObject({ kind: "candle", price: "mark", close: 60_010, closed: true });
  expect(candle).not.toHaveProperty("volume");
});

test("open interest is in base coin and reaches back no further than Binance keeps it", async () => {
  const events = await collect({ kind: "open-interest", from: asMs(NOW - 50 * DAY), intervalMs: asMs(5 * MINUTE_MS) });
  expect(events[0]).toMatchObject({ kind: "open-interest", openInterest: 81_234.5 });
  const asked = peer.server.requests.filter(({ path }) => path.endsWith("openInterestHist")).map(({ query }) => Number(query.get("startTime")));
  expect(Math.min(...asked)).toBeGreaterThan(NOW - 30 * DAY);
  expect(events.length).toBeGreaterThan(30 * 288 - 5);
});

test("funding may be negative", async () => {
  expect(await collect({ kind: "funding", from: asMs(NOW - 30 * DAY) })).toContainEqual(expect.objectContaining({ kind: "funding", rate: -0.0001 }));
});

async function lastOpenTime(to: number): Promise<number> {
  const events = await collect({ to: asMs(to) });
  return Math.max(...events.map((event) => ("openTime" in event ? event.openTime : 0)));
}

test("the end is exclusive", async () => {
  const to = NOW - 3_600_000 - 30_000;
  expect(await lastOpenTime(to)).toBe(to - MINUTE_MS);
  expect(await lastOpenTime(to + 1)).toBe(to);
});

test("an interval that Binance lacks is refused before anything is asked", async () => {
  await expect(collect({ intervalMs: asMs(7 * MINUTE_MS) })).rejects.toMatchObject({
    code: "bad-input",
    message: expect.stringContaining("it has 1m, 3m, 5m") as string,
  });
  await expect(collect({ kind: "open-interest", intervalMs: MINUTE_MS })).rejects.toMatchObject({ code: "bad-input" });
  expect(peer.server.requests).toEqual([]);
});

test("an unknown symbol is said by name", async () => {
  peer.answer("/fapi/v1/klines", () => ({ status: 400, body: { code: -1121, msg: "Invalid symbol." } }));
  await expect(collect({})).rejects.toMatchObject({ code: "not-found", message: expect.stringContaining("Invalid symbol. (-1121)") as string });
});

test("a page that repeats itself ends in an error, not in a loop", async () => {
  const openTime = NOW - 2 * DAY;
  const stuck = Array.from({ length: 1_500 }, () => [openTime, "1", "1", "1", "1", "1", openTime + 59_999, "1", 1, "1", "1", "0"]);
  peer.answer("/fapi/v1/klines", () => ({ body: stuck }));
  await expect(collect({})).rejects.toThrow("repeats a page of BTCUSDT");
});

test("a candle that contradicts itself spoils no store", async () => {
  peer.answer("/fapi/v1/klines", () => ({ body: [[NOW - DAY, "60000", "59000", "58000", "58500", "1", NOW, "1", 1, "1", "1", "0"]] }));
  await expect(collect({})).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("0: contradicts itself") as string });
});

test("a ratio of zero, of nobody who is long, spoils no page", async () => {
  peer.answer("/futures/data/globalLongShortAccountRatio", ({ query }) => {
    const timestamp = Number(query.get("startTime"));
    const row = (longShortRatio: string, after: number) => ({
      symbol: "BTCUSDT",
      longAccount: "0",
      longShortRatio,
      shortAccount: "1",
      timestamp: timestamp + after,
    });
    return { body: [row("0.0000", 0), row("1.5", 5 * MINUTE_MS)] };
  });
  const ratios = await collect({ kind: "ratio", intervalMs: asMs(5 * MINUTE_MS), from: asMs(NOW - DAY / 24) });
  expect(ratios.map((event) => event.kind === "ratio" && event.ratio)).toEqual([0, 1.5]);
});
