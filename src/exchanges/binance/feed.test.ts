import { afterEach, expect, test } from "vitest";
import type { EventOf, MarketEventKind } from "#core/events.ts";
import type { Instrument } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import { type Timing, systemClock } from "#exchanges/connection/clock.ts";
import { createHandClock } from "#exchanges/connection/hand-clock.conformance.ts";
import { createListener } from "#exchanges/listener.conformance.ts";
import { createBinance } from "./binance.ts";
import { aggTrade, depthUpdate, forceOrder, kline, markPrice } from "./frames.conformance.ts";
import { aggregateRow, startLoopbackBinance } from "./loopback-binance.conformance.ts";

const NOW = Date.UTC(2026, 5, 1, 12, 0, 30);
const MINUTE = 60_000;
const bitcoin: Instrument = {
  exchange: "binance",
  symbol: "BTCUSDT",
  coin: "BTC",
  contract: "linear",
  contractSize: 1,
  tickSize: 0.1,
  marginModel: "binance-usdm",
};

const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function start(timing: Timing = { clock: systemClock, random: () => 0 }, instruments = [bitcoin]) {
  const peer = await startLoopbackBinance({ now: NOW, listedAt: NOW - 86_400_000 });
  ending.push(() => peer.server.stop());
  const heard = createListener();
  const feed = createBinance(peer.hosts, timing).feed({ instruments, onEvents: heard.onEvents, signal: new AbortController().signal });
  ending.push(() => feed.stop());
  await peer.server.until(() => peer.topics() === 5 * instruments.length);
  const eventsOf = <Kind extends MarketEventKind>(kind: Kind): EventOf<Kind>[] => heard.events.filter((event): event is EventOf<Kind> => event.kind === kind);
  const healthOf = (name: string) => feed.health().find(({ stream }) => stream === name);
  return { peer, feed, heard, eventsOf, healthOf };
}

test("asks for each stream on the path that serves it", async () => {
  const { peer } = await start(undefined, [bitcoin, { ...bitcoin, symbol: "ETHUSDT", coin: "ETH" }]);
  const market = ["aggTrade", "markPrice@1s", "kline_1m", "forceOrder"];
  expect(peer.asked()).toEqual({
    "/market/stream": ["btcusdt", "ethusdt"].flatMap((symbol) => market.map((stream) => `${symbol}@${stream}`)),
    "/public/stream": ["btcusdt@depth@100ms", "ethusdt@depth@100ms"],
  });
});

test("a book is a snapshot, then what follows it, and after a hole a snapshot again", async () => {
  const clock = createHandClock(NOW);
  const { peer, eventsOf, healthOf } = await start({ clock, random: () => 0 });
  const update = (first: number, last: number, previous: number) =>
    peer.say("btcusdt@depth@100ms", depthUpdate("BTCUSDT", { time: NOW + last, first, last, previous }));
  update(990, 999, 989);
  update(1_000, 1_005, 999);
  update(1_006, 1_010, 1_005);
  await clock.advanceUntil(() => eventsOf("book").length === 3, 10);
  expect(eventsOf("book").map(({ snapshot, time }) => [snapshot, time - NOW])).toEqual([
    [true, -2],
    [false, 1_005],
    [false, 1_010],
  ]);

  // 1011..1019 never came. The first snapshot after it is too old, the second is not.
  const ids = [1_015, 1_030];
  peer.answer("/fapi/v1/depth", () => ({ body: { lastUpdateId: ids.length > 1 ? ids.shift() : ids[0], E: NOW, T: NOW, bids: [], asks: [] } }));
  update(1_020, 1_025, 1_019);
  update(1_026, 1_035, 1_025);
  await clock.advanceUntil(() => eventsOf("book").length === 5, 100);
  expect(
    eventsOf("book")
      .slice(3)
      .map(({ snapshot, time }) => [snapshot, time - NOW]),
  ).toEqual([
    [true, 0],
    [false, 1_035],
  ]);
  expect(healthOf("book")).toMatchObject({ gaps: 1, problem: expect.stringContaining("from update 1010 to 1020") as string });
});

test("a book begins anew with a new line, even when the exchange counts from the start again", async () => {
  const clock = createHandClock(NOW);
  const { peer, eventsOf } = await start({ clock, random: () => 0 });
  const update = (first: number) => peer.say("btcusdt@depth@100ms", depthUpdate("BTCUSDT", { time: NOW + first, first, last: first, previous: first - 1 }));
  update(1_001);
  await clock.advanceUntil(() => eventsOf("book").length === 2, 10);
  peer.answer("/fapi/v1/depth", () => ({ body: { lastUpdateId: 10, E: NOW, T: NOW, bids: [], asks: [] } }));
  for (const { socket } of peer.server.lines()) socket.terminate();
  await clock.advanceUntil(() => peer.server.opened() === 4 && peer.topics() === 5);
  update(11);
  await clock.advanceUntil(() => eventsOf("book").length === 4);
  expect(eventsOf("book").map(({ snapshot, time }) => [snapshot, time - NOW])).toEqual([
    [true, -2],
    [false, 1_001],
    [true, 0],
    [false, 11],
  ]);
});

test("missing trades are fetched, repeated ones are not told twice", async () => {
  const clock = createHandClock(NOW);
  const { peer, eventsOf, healthOf } = await start({ clock, random: () => 0 });
  const trade = (id: number) => peer.say("btcusdt@aggTrade", aggTrade("BTCUSDT", { id, time: NOW + id }));
  peer.answer("/fapi/v1/aggTrades", ({ query }) => {
    const fromId = Number(query.get("fromId"));
    return { body: [fromId, fromId + 1].map((id) => aggregateRow(id, NOW + id)) };
  });
  for (const id of [10, 11, 11, 10, 15, 13]) trade(id);
  await clock.advanceUntil(() => eventsOf("trade").length === 6);
  expect(eventsOf("trade").map(({ id }) => id)).toEqual([10, 11, 15, 13, 12, 14]);
  expect(healthOf("trades")).toMatchObject({ gaps: 1, problem: expect.stringContaining("2 trades") as string });
});

test("trade ids that begin anew are a gap, not a silence", async () => {
  const { peer, heard, eventsOf, healthOf } = await start();
  for (const [id, time] of [
    [1_000, NOW],
    [1, NOW + 60_000],
    [2, NOW + 60_001],
  ])
    peer.say("btcusdt@aggTrade", aggTrade("BTCUSDT", { id, time }));
  await heard.untilTrue(() => eventsOf("trade").length === 3);
  expect(healthOf("trades")?.gaps).toBe(1);
});

test("a bar whose end was not seen is fetched before the next goes out", async () => {
  const { peer, heard, eventsOf, healthOf } = await start();
  const opened = NOW - (NOW % MINUTE);
  const bar = (minutes: number, closed: boolean, sentAt: number) =>
    peer.say("btcusdt@kline_1m", kline("BTCUSDT", { time: sentAt, openTime: opened + minutes * MINUTE, closed }));
  bar(-3, false, 1);
  bar(-3, true, 2);
  bar(-3, true, 2);
  bar(0, false, 3);
  bar(0, true, 4);
  await heard.untilTrue(() => eventsOf("candle").length >= 5);
  expect(eventsOf("candle").map(({ openTime, closed }) => [(openTime - opened) / MINUTE, closed])).toEqual([
    [-3, false],
    [-3, true],
    [-2, true],
    [-1, true],
    [0, true],
  ]);
  expect(healthOf("candles")?.gaps).toBe(1);
});

test("funding is fetched when its time has passed", async () => {
  const clock = createHandClock(NOW);
  const { peer, eventsOf } = await start({ clock, random: () => 0 });
  const due = Date.UTC(2026, 5, 1, 16);
  const empty = { body: [] };
  let rows: { body: object[] } = empty;
  peer.answer("/fapi/v1/fundingRate", () => rows);
  peer.say("btcusdt@markPrice@1s", markPrice("BTCUSDT", { time: NOW, T: due }));
  peer.say("btcusdt@markPrice@1s", markPrice("BTCUSDT", { time: NOW + 1_000, T: due + 8 * 3_600_000 }));
  await clock.advanceUntil(() => peer.server.requests.some(({ path }) => path.endsWith("fundingRate")), 1_000);
  expect(eventsOf("funding")).toEqual([]);
  rows = { body: [{ symbol: "BTCUSDT", fundingTime: due + 2, fundingRate: "0.00012500", markPrice: "60000" }] };
  await clock.advanceUntil(() => eventsOf("funding").length > 0, 1_000);
  expect(eventsOf("funding")).toEqual([{ kind: "funding", instrument: "binance:BTCUSDT", time: due + 2, rate: 0.000125 }]);
});

test("open interest is told when it is new, with Binance's own time", async () => {
  const clock = createHandClock(NOW);
  const { peer, eventsOf, healthOf } = await start({ clock, random: () => 0 });
  let time = NOW;
  peer.answer("/fapi/v1/openInterest", () => ({ body: { symbol: "BTCUSDT", openInterest: "81000.5", time } }));
  const asked = () => peer.server.requests.filter(({ path }) => path.endsWith("openInterest")).length;
  await clock.advanceUntil(() => asked() >= 3, 500);
  expect(eventsOf("open-interest").map((event) => event.time)).toEqual([NOW]);
  time = NOW + 20_000;
  await clock.advanceUntil(() => eventsOf("open-interest").length === 2, 500);
  expect(eventsOf("open-interest")[1]).toEqual({ kind: "open-interest", instrument: "binance:BTCUSDT", time, openInterest: 81_000.5 });
  expect(healthOf("open-interest")?.state).toBe("live");
});

test("the ratio of accounts is asked for every five minutes, and told once", async () => {
  const clock = createHandClock(NOW);
  const { peer, eventsOf } = await start({ clock, random: () => 0 });
  const asked = () => peer.server.requests.filter(({ path }) => path.endsWith("globalLongShortAccountRatio")).length;
  let second = 0;
  await clock.advanceUntil(() => {
    second++;
    // Keeps the lines from being taken for dead.
    peer.say("btcusdt@markPrice@1s", markPrice("BTCUSDT", { time: NOW + second }));
    return asked() === 3;
  }, 1_000);
  expect(clock.now() - NOW).toBeGreaterThanOrEqual(10 * MINUTE);
  const ratio = { kind: "ratio", instrument: "binance:BTCUSDT", time: NOW - (NOW % (5 * MINUTE)), ratio: 1.5 };
  expect(eventsOf("ratio")).toEqual([ratio]);
});

test("a dated future has no settlements, and may go without trades for an hour", async () => {
  const clock = createHandClock(NOW);
  const dated = { ...bitcoin, symbol: "BTCUSDT_261225", expiry: asMs(Date.UTC(2026, 11, 25, 8)) };
  const { peer, feed, eventsOf, healthOf } = await start({ clock, random: () => 0 }, [dated]);
  let second = 0;
  await clock.advanceUntil(() => {
    second++;
    const time = NOW + 1_000 * second;
    peer.say("btcusdt_261225@markPrice@1s", markPrice("BTCUSDT_261225", { time, r: "", T: 0 }));
    peer.say("btcusdt_261225@depth@100ms", depthUpdate("BTCUSDT_261225", { time, first: 1_000 + second, last: 1_000 + second, previous: 999 + second }));
    return second === 600;
  }, 1_000);
  expect(peer.server.opened()).toBe(2);
  expect(healthOf("mark")?.state).toBe("live");
  expect(feed.health().map(({ stream }) => stream)).not.toContain("funding");
  expect(eventsOf("mark")[0]).toEqual({ kind: "mark", instrument: "binance:BTCUSDT_261225", time: NOW + 1_000, mark: 60_001.5, index: 60_000.75 });
});

test("the same forced order from two lines is one, and a broken line is a hole", async () => {
  const { peer, heard, eventsOf, healthOf } = await start();
  for (const time of [NOW, NOW, NOW + 1_000]) peer.say("btcusdt@forceOrder", forceOrder("BTCUSDT", { time }));
  await heard.untilTrue(() => eventsOf("liquidation").length === 2);
  for (const { socket } of peer.server.lines()) socket.terminate();
  await peer.server.until(() => peer.server.opened() === 4 && peer.topics() === 5);
  peer.say("btcusdt@forceOrder", forceOrder("BTCUSDT", { time: NOW + 2_000 }));
  await heard.untilTrue(() => eventsOf("liquidation").length === 3);
  expect(healthOf("liquidations")).toMatchObject({ gaps: 1, reconnects: 1, state: "live" });
});

test("an instrument that was not asked for is dropped and counted", async () => {
  const { peer, heard, eventsOf, healthOf } = await start();
  peer.say("btcusdt@aggTrade", aggTrade("DOGEUSDT", { id: 1, time: NOW }));
  peer.say("btcusdt@aggTrade", aggTrade("BTCUSDT", { id: 1, time: NOW }));
  await heard.untilTrue(() => eventsOf("trade").length === 1);
  expect(healthOf("connection market")).toMatchObject({ dropped: 1, problem: "unexpected instrument binance:DOGEUSDT" });
});

test("one silent stream is asked for anew, then the line is", async () => {
  const clock = createHandClock(NOW);
  const { peer, healthOf } = await start({ clock, random: () => 0 });
  const market = peer.server.lines().find(({ path }) => path.startsWith("/market"));
  const said: string[] = [];
  market?.socket.on("message", (text: Buffer) => said.push(text.toString()));
  let second = 0;
  await clock.advanceUntil(() => {
    second++;
    peer.say("btcusdt@aggTrade", aggTrade("BTCUSDT", { id: second, time: NOW + second }));
    return market !== undefined && !peer.server.lines().includes(market);
  }, 1_000);
  const params = ["btcusdt@markPrice@1s"];
  expect(said.map((text) => JSON.parse(text) as object)).toEqual([
    { method: "UNSUBSCRIBE", params, id: 2 },
    { method: "SUBSCRIBE", params, id: 3 },
  ]);
  expect(healthOf("mark")?.problem).toContain("subscribed to btcusdt@markPrice@1s");
});
