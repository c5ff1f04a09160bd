import { afterEach, expect, test } from "vitest";
import type { EventOf, MarketEventKind } from "#core/events.ts";
import type { Instrument } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import { type Timing, systemClock } from "#exchanges/connection/clock.ts";
import { createHandClock } from "#exchanges/connection/hand-clock.conformance.ts";
import { createListener } from "#exchanges/listener.conformance.ts";
import { createBybit } from "./bybit.ts";
import { allLiquidation, orderbook, publicTrade, ticker } from "./frames.conformance.ts";
import { answered, startLoopbackBybit } from "./loopback-bybit.conformance.ts";

const NOW = Date.UTC(2026, 5, 1, 12, 0, 30);
const bitcoin: Instrument = { exchange: "bybit", symbol: "BTCUSDT", coin: "BTC", contract: "linear", contractSize: 1, tickSize: 0.1, marginModel: "bybit" };
const inverse: Instrument = { ...bitcoin, symbol: "BTCUSD", contract: "inverse" };

const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function start({
  timing = { clock: systemClock, random: () => 0 },
  instruments = [bitcoin],
}: { timing?: Timing; instruments?: readonly Instrument[] } = {}) {
  const peer = await startLoopbackBybit({ now: NOW, listedAt: NOW - 86_400_000 });
  ending.push(() => peer.server.stop());
  const heard = createListener();
  const open = () => {
    const feed = createBybit(peer.hosts, timing).feed({ instruments, onEvents: heard.onEvents, signal: new AbortController().signal });
    ending.push(() => feed.stop());
    return feed;
  };
  const eventsOf = <Kind extends MarketEventKind>(kind: Kind): EventOf<Kind>[] => heard.events.filter((event): event is EventOf<Kind> => event.kind === kind);
  return { peer, heard, open, eventsOf };
}

const topicsOf = (symbol: string) => ["publicTrade", "tickers", "kline.1", "allLiquidation", "orderbook.1000"].map((prefix) => `${prefix}.${symbol}`);

test("each category has its line, behind the path of the base address, and each instrument its message", async () => {
  const { peer, open } = await start({ instruments: [bitcoin, inverse, { ...bitcoin, symbol: "ETHUSDT" }] });
  open();
  await peer.server.until(() => peer.asked.length === 3);
  expect(new Set(peer.server.lines().map(({ path }) => path))).toEqual(new Set(["/bybit/v5/public/linear", "/bybit/v5/public/inverse"]));
  expect(new Set(peer.asked.map(({ args }) => args.join()))).toEqual(new Set(["BTCUSD", "BTCUSDT", "ETHUSDT"].map((symbol) => topicsOf(symbol).join())));
});

test("a symbol that Bybit does not know takes no other along, and is named", async () => {
  const { peer, heard, open } = await start({ instruments: [bitcoin, { ...bitcoin, symbol: "GONEUSDT" }] });
  peer.refuseTopic("publicTrade.GONEUSDT");
  const feed = open();
  await peer.server.until(() => peer.topics() === 5);
  peer.say("publicTrade.BTCUSDT", publicTrade("BTCUSDT", { time: NOW }));
  await heard.until(["trade"]);
  const problemOf = (symbol: string) => feed.health().find(({ stream, instrument }) => stream === "book" && instrument === `bybit:${symbol}`)?.problem;
  expect(problemOf("GONEUSDT")).toContain("Bybit refuses orderbook.1000.GONEUSDT: error:handler not found");
  expect(problemOf("BTCUSDT")).toBeUndefined();
});

test("a book that jumps is asked for anew, and goes on from the snapshot", async () => {
  const { peer, open, heard, eventsOf } = await start();
  const feed = open();
  const say = (update: number, type: "snapshot" | "delta" = "delta") =>
    peer.say("orderbook.1000.BTCUSDT", orderbook("BTCUSDT", { time: NOW + update, update, type }));
  await heard.untilTrue(() => eventsOf("book").length === 1);
  say(1_001);
  say(1_003);
  await peer.server.until(() => peer.asked.length === 3);
  expect(peer.asked.slice(1)).toEqual([
    { op: "unsubscribe", args: ["orderbook.1000.BTCUSDT"] },
    { op: "subscribe", args: ["orderbook.1000.BTCUSDT"] },
  ]);
  await heard.untilTrue(() => eventsOf("book").length === 3);
  say(1_010, "snapshot");
  say(1_011);
  await heard.untilTrue(() => eventsOf("book").length === 5);
  expect(eventsOf("book").map(({ time, snapshot }) => [time - NOW, snapshot])).toEqual([
    [0, true],
    [1_001, false],
    [0, true],
    [1_010, true],
    [1_011, false],
  ]);
  expect(feed.health().find(({ stream }) => stream === "book")).toMatchObject({ gaps: 1 });
});

test("trades of a broken line are fetched, each once, without those agreed off the book", async () => {
  const { peer, open, heard, eventsOf } = await start();
  const feed = open();
  const say = (i: string, time: number) => peer.say("publicTrade.BTCUSDT", publicTrade("BTCUSDT", { time, rows: [{ i }] }));
  await peer.server.until(() => peer.asked.length === 1);
  say("a", NOW);
  await heard.untilTrue(() => eventsOf("trade").length === 1);
  const row = (execId: string, time: number, isBlockTrade = false) => ({
    execId,
    symbol: "BTCUSDT",
    price: "60000",
    size: "1",
    side: "Sell",
    time: String(time),
    isBlockTrade,
  });
  peer.answer("/v5/market/recent-trade", () => answered({ list: [row("c", NOW + 2), row("block", NOW + 1, true), row("b", NOW + 1), row("a", NOW)] }, NOW + 2));
  for (const { socket } of peer.server.lines()) socket.terminate();
  await heard.untilTrue(() => eventsOf("trade").length === 3);
  expect(eventsOf("trade").map(({ time, takerSide }) => [time - NOW, takerSide])).toEqual([
    [0, "buy"],
    [1, "sell"],
    [2, "sell"],
  ]);
  expect(feed.health().find(({ stream }) => stream === "trades")?.gaps).toBe(0);
});

test("a ticker that leaves fields out changes only the others", async () => {
  const { peer, open, heard, eventsOf } = await start();
  open();
  await peer.server.until(() => peer.asked.length === 1);
  peer.say("tickers.BTCUSDT", ticker("BTCUSDT", { time: NOW }));
  peer.say("tickers.BTCUSDT", ticker("BTCUSDT", { time: NOW + 100, type: "delta", data: { indexPrice: "59999.00" } }));
  peer.say("tickers.BTCUSDT", ticker("BTCUSDT", { time: NOW + 200, type: "delta", data: { markPrice: "59998.00" } }));
  peer.say("tickers.BTCUSDT", ticker("BTCUSDT", { time: NOW + 6_000, type: "delta", data: { openInterest: "500000.00" } }));
  await heard.untilTrue(() => eventsOf("open-interest").length === 2);
  expect(eventsOf("mark").at(-1)).toMatchObject({ time: NOW + 200, mark: 59_998, index: 59_999, fundingRate: 0.0001, nextFundingTime: 1_800_000_000_000 });
  expect(eventsOf("open-interest").map(({ openInterest }) => openInterest)).toEqual([246_186.86, 250_000]);
});

test("a thousand liquidations in a second all arrive", async () => {
  const { peer, open, heard, eventsOf } = await start();
  open();
  await peer.server.until(() => peer.asked.length === 1);
  for (const half of [0, 1]) {
    const rows = Array.from({ length: 500 }, (_, i) => ({ T: NOW + half * 500 + i, v: "0.001", S: i % 2 === 0 ? "Buy" : "Sell" }));
    peer.say("allLiquidation.BTCUSDT", allLiquidation("BTCUSDT", { time: NOW, rows }));
  }
  await heard.untilTrue(() => eventsOf("liquidation").length === 1_000);
  expect(eventsOf("liquidation").filter(({ positionSide }) => positionSide === "long")).toHaveLength(500);
});

test("a settlement is fetched when the ticker's next one has moved on", async () => {
  const clock = createHandClock(NOW);
  const { peer, open, eventsOf } = await start({ timing: { clock, random: () => 0 } });
  open();
  await clock.advanceUntil(() => peer.asked.length === 1, 10);
  const next = (time: number, nextFundingTime: number) =>
    peer.say("tickers.BTCUSDT", ticker("BTCUSDT", { time, data: { markPrice: "1", nextFundingTime: String(nextFundingTime) } }));
  peer.answer("/v5/market/funding/history", () => answered({ list: [{ symbol: "BTCUSDT", fundingRate: "0.0003", fundingRateTimestamp: String(NOW) }] }, NOW));
  next(NOW - 1_000, NOW);
  next(NOW + 1_000, NOW + 8 * 3_600_000);
  await clock.advanceUntil(() => eventsOf("funding").length === 1, 1_000);
  expect(eventsOf("funding")).toEqual([{ kind: "funding", instrument: "bybit:BTCUSDT", time: NOW, rate: 0.0003 }]);
});

test("a dated future is asked for neither ratios nor funding", async () => {
  const clock = createHandClock(NOW);
  const { peer, open } = await start({
    timing: { clock, random: () => 0 },
    instruments: [{ ...bitcoin, symbol: "BTCUSDT-25DEC26", expiry: asMs(NOW + 86_400_000) }],
  });
  const feed = open();
  await clock.advanceUntil(() => peer.server.requests.filter(({ path }) => path.endsWith("/time")).length >= 3, 1_000);
  expect(peer.server.requests.map(({ path }) => path)).not.toContain("/bybit/v5/market/account-ratio");
  expect(feed.health().map(({ stream }) => stream)).not.toContain("funding");
});
