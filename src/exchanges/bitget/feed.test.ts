import { afterEach, expect, test } from "vitest";
import type { EventOf, MarketEventKind } from "#core/events.ts";
import type { Instrument } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import { type Timing, systemClock } from "#exchanges/connection/clock.ts";
import { createHandClock } from "#exchanges/connection/hand-clock.conformance.ts";
import { createListener } from "#exchanges/listener.conformance.ts";
import { createBitget } from "./bitget.ts";
import { books, kline, liquidation, publicTrade, ticker } from "./frames.conformance.ts";
import { answered, startLoopbackBitget } from "./loopback-bitget.conformance.ts";

const NOW = Date.UTC(2026, 5, 1, 12, 0, 30);
const MINUTE = 60_000;
const bitcoin: Instrument = { exchange: "bitget", symbol: "BTCUSDT", coin: "BTC", contract: "linear", contractSize: 1, tickSize: 0.1, marginModel: "bitget" };
const inCoins: Instrument = { ...bitcoin, symbol: "BTCUSD_CM", contract: "inverse" };

const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function start({
  timing = { clock: systemClock, random: () => 0 },
  instruments = [bitcoin],
}: { timing?: Timing; instruments?: readonly Instrument[] } = {}) {
  const peer = await startLoopbackBitget({ now: NOW, listedAt: NOW - 86_400_000 });
  ending.push(() => peer.server.stop());
  const heard = createListener();
  const open = () => {
    const feed = createBitget(peer.hosts, timing).feed({ instruments, onEvents: heard.onEvents, signal: new AbortController().signal });
    ending.push(() => feed.stop());
    return feed;
  };
  const eventsOf = <Kind extends MarketEventKind>(kind: Kind): EventOf<Kind>[] => heard.events.filter((event): event is EventOf<Kind> => event.kind === kind);
  return { peer, heard, open, eventsOf };
}

test("one line asks for every topic by its arguments, and for the forced orders of each category once", async () => {
  const { peer, open } = await start({ instruments: [bitcoin, inCoins, { ...bitcoin, symbol: "ETHUSDT" }] });
  open();
  await peer.server.until(() => peer.topics() === 14);
  expect(peer.server.lines().map(({ path }) => path)).toEqual(["/bitget/v3/ws/public"]);
  const topicsOf = (instType: string, symbol: string) =>
    ["publicTrade", "ticker", "kline", "books"].map((topic) => `${instType}:${topic}:${symbol}${topic === "kline" ? ":1m" : ""}`);
  expect(peer.asked.flatMap(({ names }) => names)).toEqual([
    "usdt-futures:liquidation",
    ...topicsOf("usdt-futures", "BTCUSDT"),
    ...topicsOf("usdt-futures", "ETHUSDT"),
    "coin-futures:liquidation",
    ...topicsOf("coin-futures", "BTCUSD_CM"),
  ]);
});

test("forty instruments stay below the topics that Bitget advises for a line, and each line tells of forced orders once", async () => {
  const { peer, open } = await start({ instruments: Array.from({ length: 40 }, (_, i) => ({ ...bitcoin, symbol: `C${i}USDT` })) });
  open();
  await peer.server.until(() => peer.topics() === 161);
  expect(peer.server.lines()).toHaveLength(4);
  expect(peer.asked.flatMap(({ names }) => names).filter((name) => name.endsWith(":liquidation"))).toHaveLength(1);
});

test("a topic that Bitget refuses takes no other along, and is named", async () => {
  const { peer, heard, open } = await start({ instruments: [bitcoin, { ...bitcoin, symbol: "GONEUSDT" }] });
  peer.refuseTopic("usdt-futures:books:GONEUSDT");
  const feed = open();
  await peer.server.until(() => peer.topics() === 8);
  peer.say(publicTrade("BTCUSDT", { time: NOW }));
  await heard.until(["trade"]);
  const healthOf = (stream: string, symbol: string) => feed.health().find((each) => each.stream === stream && each.instrument === `bitget:${symbol}`);
  expect(healthOf("book", "GONEUSDT")?.problem).toContain("Bitget refuses usdt-futures:books:GONEUSDT: doesn't exist (30001)");
  expect(healthOf("book", "BTCUSDT")?.problem).toBeUndefined();
});

test("a ping is the word, and its answer no fault", async () => {
  const clock = createHandClock(NOW);
  const { peer, open } = await start({ timing: { clock, random: () => 0 } });
  const feed = open();
  await clock.advanceUntil(() => peer.pings.length === 2, 1_000);
  expect(peer.pings).toEqual(["ping", "ping"]);
  expect(feed.health().reduce((sum, { dropped }) => sum + dropped, 0)).toBe(0);
});

test("a bar that holds just the trades that came is closed by the first state of the next", async () => {
  const { peer, open, heard, eventsOf } = await start();
  open();
  await peer.server.until(() => peer.topics() === 5);
  const openTime = NOW - (NOW % MINUTE);
  for (const time of [openTime - 1, openTime + 1]) peer.say(publicTrade("BTCUSDT", { time, rows: [{ i: String(time), T: String(time), v: "2" }] }));
  await heard.untilTrue(() => eventsOf("trade").length === 2);
  peer.say(kline("BTCUSDT", { time: NOW, openTimes: [openTime], row: { volume: "1" } }));
  peer.say(kline("BTCUSDT", { time: NOW + 29_000, openTimes: [openTime], row: { volume: "2" } }));
  peer.say(kline("BTCUSDT", { time: NOW + 31_000, openTimes: [openTime + MINUTE], row: { volume: "0.1" } }));
  await heard.untilTrue(() => eventsOf("candle").length === 4);
  expect(eventsOf("candle").map(({ openTime: at, volume, closed }) => [at - openTime, volume, closed])).toEqual([
    [0, 1, false],
    [0, 2, false],
    [0, 2, true],
    [MINUTE, 0.1, false],
  ]);
});

test("a bar that holds more than the trades that came is fetched, though its end is not in the span that is asked for", async () => {
  const clock = createHandClock(NOW);
  const { peer, open, heard, eventsOf } = await start({ timing: { clock, random: () => 0 } });
  const feed = open();
  await clock.advanceUntil(() => peer.topics() === 5, 10);
  const openTime = NOW - (NOW % MINUTE) - MINUTE;
  for (const time of [openTime - 1, openTime + 1]) peer.say(publicTrade("BTCUSDT", { time, rows: [{ i: String(time), T: String(time), v: "2" }] }));
  await heard.untilTrue(() => eventsOf("trade").length === 2);
  peer.say(kline("BTCUSDT", { time: NOW - 31_000, openTimes: [openTime], row: { volume: "3" } }));
  peer.say(kline("BTCUSDT", { time: NOW, openTimes: [openTime + MINUTE], row: { volume: "0.1" } }));
  const closed = () => eventsOf("candle").filter((candle) => candle.closed);
  await clock.advanceUntil(() => closed().length === 1, 100);
  expect(closed().map(({ openTime: at, volume }) => [at - openTime, volume])).toEqual([[0, 12.5]]);
  expect(feed.health().find(({ stream }) => stream === "candles")).toMatchObject({ gaps: 0 });
});

test("a book that jumps is asked for anew, and goes on from the snapshot", async () => {
  const { peer, open, heard, eventsOf } = await start();
  const feed = open();
  await heard.untilTrue(() => eventsOf("book").length === 1);
  peer.say(books("BTCUSDT", { time: NOW + 1, seq: 1_005, pseq: 1_000 }));
  peer.say(books("BTCUSDT", { time: NOW + 2, seq: 1_009, pseq: 1_007 }));
  await heard.untilTrue(() => eventsOf("book").length === 3);
  expect(eventsOf("book").map(({ time, snapshot }) => [time - NOW, snapshot])).toEqual([
    [0, true],
    [1, false],
    [0, true],
  ]);
  expect(peer.asked.slice(1)).toEqual(["unsubscribe", "subscribe"].map((op) => ({ op, names: ["usdt-futures:books:BTCUSDT"] })));
  expect(feed.health().find(({ stream }) => stream === "book")).toMatchObject({ gaps: 1 });
});

test("forced orders of a broken line are fetched, each once", async () => {
  const clock = createHandClock(NOW);
  const { peer, open, heard, eventsOf } = await start({ timing: { clock, random: () => 0 } });
  const feed = open();
  await clock.advanceUntil(() => peer.topics() === 5, 10);
  peer.say(liquidation([{}], { time: NOW }));
  await heard.untilTrue(() => eventsOf("liquidation").length === 1);
  const row = (ts: number) => ({ symbol: "BTCUSDT", side: "buy", price: "59700.3", amount: "835.8042", ts: String(ts) });
  peer.answer("/api/v3/market/liquidations", () => answered({ list: [row(NOW + 2), row(NOW + 1), row(NOW), row(NOW - 61_000)], cursor: "" }, NOW));
  for (const { socket } of peer.server.lines()) socket.terminate();
  await peer.server.until(() => peer.server.lines().length === 0);
  await clock.advanceUntil(() => eventsOf("liquidation").length === 3, 100);
  expect(eventsOf("liquidation").map(({ time, size }) => [time - NOW, size])).toEqual([
    [0, 0.014],
    [1, 0.014],
    [2, 0.014],
  ]);
  expect(feed.health().find(({ stream }) => stream === "liquidations")).toMatchObject({ gaps: 1 });
});

test("a hole that the newest hundred trades do not cover is filled from the older API, page by page, each trade once", async () => {
  const clock = createHandClock(NOW);
  const { peer, open, heard, eventsOf } = await start({ timing: { clock, random: () => 0 } });
  const feed = open();
  await clock.advanceUntil(() => peer.topics() === 5, 10);
  peer.say(publicTrade("BTCUSDT", { time: NOW, rows: [{ i: "1000" }] }));
  await heard.until(["trade"]);
  const missed = Array.from({ length: 1_500 }, (_, i) => ({ id: 1_001 + i, ts: NOW + 10 * (i + 1), side: i % 2 === 0 ? "buy" : "sell" })).reverse();
  const newest = missed.slice(0, 100).map(({ id, ts, side }) => ({ execId: String(id), price: "60000", size: "0.5", side, ts: String(ts) }));
  peer.answer("/api/v3/market/fills", () => answered(newest, NOW));
  const asked: (string | null)[] = [];
  peer.answer("/api/v2/mix/market/fills-history", ({ query }) => {
    const before = query.get("idLessThan");
    asked.push(before);
    const rows = [...missed, { id: 1_000, ts: NOW, side: "buy" }].filter(({ id }) => before === null || id < Number(before)).slice(0, 1_000);
    const page = rows.map(({ id, ts, side }) => ({
      tradeId: String(id),
      price: "60000",
      size: "0.5",
      side: side === "buy" ? "Buy" : "sell",
      ts: String(ts - (ts % 1_000)),
      symbol: "BTCUSDT",
    }));
    return answered(page, NOW);
  });
  for (const { socket } of peer.server.lines()) socket.terminate();
  await peer.server.until(() => peer.server.lines().length === 0);
  await clock.advanceUntil(() => eventsOf("trade").length === 1_501, 100);
  expect(asked).toEqual([null, "1501"]);
  expect(
    eventsOf("trade")
      .map(({ takerSide }) => takerSide)
      .filter((side) => side === "sell"),
  ).toHaveLength(750);
  await clock.advance(20_000);
  expect(eventsOf("trade")).toHaveLength(1_501);
  expect(feed.health().find(({ stream }) => stream === "trades")).toMatchObject({
    gaps: 0,
    problem: "trades that came while the line was down have been fetched",
  });
});

test("a settlement is fetched when the ticker's next one has moved on", async () => {
  const clock = createHandClock(NOW);
  const { peer, open, eventsOf } = await start({ timing: { clock, random: () => 0 } });
  open();
  await clock.advanceUntil(() => peer.topics() === 5, 10);
  peer.answer("/api/v3/market/history-fund-rate", () =>
    answered({ resultList: [{ symbol: "BTCUSDT", fundingRate: "0.0003", fundingRateTimestamp: String(NOW) }] }, NOW),
  );
  peer.say(ticker("BTCUSDT", { time: NOW - 1_000, row: { nextFundingTime: String(NOW) } }));
  peer.say(ticker("BTCUSDT", { time: NOW + 1_000, row: { nextFundingTime: String(NOW + 8 * 3_600_000) } }));
  await clock.advanceUntil(() => eventsOf("funding").length === 1, 1_000);
  expect(eventsOf("funding")).toEqual([{ kind: "funding", instrument: "bitget:BTCUSDT", time: NOW, rate: 0.0003 }]);
});

test("a dated future is asked for neither ratios nor funding", async () => {
  const clock = createHandClock(NOW);
  const { peer, open } = await start({ timing: { clock, random: () => 0 }, instruments: [{ ...inCoins, symbol: "BTCCMZ26", expiry: asMs(NOW + 86_400_000) }] });
  const feed = open();
  await clock.advanceUntil(() => peer.server.requests.filter(({ path }) => path.endsWith("/tickers")).length >= 3, 1_000);
  expect(peer.server.requests.map(({ path }) => path)).not.toContain("/bitget/api/v2/mix/market/account-long-short");
  expect(feed.health().map(({ stream }) => stream)).not.toEqual(expect.arrayContaining(["funding"]));
  expect(feed.health().map(({ stream }) => stream)).not.toEqual(expect.arrayContaining(["funding-rate"]));
});
