import { afterEach, describe, expect, test } from "vitest";
import type { EventOf, MarketEventKind } from "#core/events.ts";
import { type Timing, systemClock } from "#exchanges/connection/clock.ts";
import { createHandClock } from "#exchanges/connection/hand-clock.conformance.ts";
import { createListener } from "#exchanges/listener.conformance.ts";
import { book, forcedOrder, fundingRate, indexTicker, liquidationOrders, markPrice, openInterest, trades } from "./frames.conformance.ts";
import { ok, tradeRow } from "./history.conformance.ts";
import { BITCOIN, BITCOIN_DATED, BITCOIN_INVERSE, LISTED } from "./instruments.conformance.ts";
import { startLoopbackOkx } from "./loopback-okx.conformance.ts";
import { createOkx } from "./okx.ts";
import { patiently } from "#exchanges/patience.conformance.ts";

const NOW = Date.UTC(2026, 5, 1, 12, 0, 30);
const SWAP = "BTC-USDT-SWAP";
/** trades, books, mark-price, open-interest, funding-rate, candle1m; the index; liquidations. */
const TOPICS = 8;

const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

interface Start {
  readonly timing?: Timing;
  readonly instruments?: readonly (typeof BITCOIN)[];
  readonly topics?: number;
}

async function start({ timing = { clock: systemClock, random: () => 0 }, instruments = [BITCOIN], topics = TOPICS }: Start = {}) {
  const peer = await startLoopbackOkx({ now: NOW, listedAt: NOW - 86_400_000 });
  ending.push(() => peer.server.stop());
  const heard = createListener();
  const feed = createOkx(peer.hosts, timing).feed({ instruments, onEvents: heard.onEvents, signal: new AbortController().signal });
  ending.push(() => feed.stop());
  await peer.server.until(() => peer.topics() === topics);
  const eventsOf = <Kind extends MarketEventKind>(kind: Kind): EventOf<Kind>[] => heard.events.filter((event): event is EventOf<Kind> => event.kind === kind);
  const healthOf = (name: string) => feed.health().find(({ stream }) => stream === name);
  return { peer, feed, heard, eventsOf, healthOf };
}

describe("subscribing", () => {
  test("asks for each topic on the path that serves it, for the whole market's once", async () => {
    const { peer } = await start({ instruments: [BITCOIN, BITCOIN_INVERSE, BITCOIN_DATED], topics: 21 });
    const each = ["trades", "books", "mark-price", "open-interest"];
    const topics = peer.topicsByPath();
    expect(topics["/ws/v5/public"].toSorted()).toEqual(
      [
        "liquidation-orders:SWAP",
        "liquidation-orders:FUTURES",
        "index-tickers:BTC-USDT",
        "index-tickers:BTC-USD",
        "funding-rate:BTC-USDT-SWAP",
        "funding-rate:BTC-USD-SWAP",
        ...[SWAP, "BTC-USD-SWAP", "BTC-USDT-261225"].flatMap((symbol) => each.map((channel) => `${channel}:${symbol}`)),
      ].toSorted(),
    );
    expect(topics["/ws/v5/business"]).toEqual(["candle1m:BTC-USDT-SWAP", "candle1m:BTC-USD-SWAP", "candle1m:BTC-USDT-261225"]);
    expect(peer.heard).toHaveLength(2);
  });

  test("never more than thirty deep books on a connection", async () => {
    const many = Array.from({ length: 70 }, (_, i) => ({ ...BITCOIN, coin: `C${i}`, symbol: `C${i}-USDT-SWAP` }));
    const { peer } = await start({ instruments: many, topics: 1 + 70 * 7 });
    const books = peer.server.lines().map((line) => peer.topicsOf(line).filter((topic) => topic.startsWith("books:")).length);
    expect(books.reduce((sum, count) => sum + count)).toBe(70);
    expect(Math.max(...books)).toBeLessThan(30);
  });

  test("pings by text before OKX cuts a silent line, and takes the answer for no loss", async () => {
    const clock = createHandClock(NOW);
    const { peer, feed } = await start({ timing: { clock, random: () => 0 } });
    await clock.advanceUntil(() => peer.heard.filter((text) => text === "ping").length === 4, 1_000);
    expect(clock.now() - NOW).toBeLessThan(2 * 29_000);
    expect(feed.health().map(({ dropped }) => dropped)).not.toContain(1);
  });
});

describe("data", () => {
  test("ids that one trade stands for are no gap; those that are missing are fetched", async () => {
    const clock = createHandClock(NOW);
    const { peer, eventsOf, healthOf } = await start({ timing: { clock, random: () => 0 } });
    peer.answer("/api/v5/market/history-trades", ({ query }) =>
      ok([13, 12, 11].filter((id) => id < Number(query.get("after"))).map((id) => tradeRow(id, NOW))),
    );
    peer.say(trades(SWAP, { id: 7, time: NOW }));
    peer.say(trades(SWAP, { id: 11, time: NOW, count: "4" }));
    await clock.advanceUntil(() => eventsOf("trade").length === 2);
    expect(healthOf("trades")?.gaps).toBe(0);
    peer.say(trades(SWAP, { id: 14, time: NOW }));
    await clock.advanceUntil(() => eventsOf("trade").length === 5);
    expect(eventsOf("trade").map(({ id }) => id)).toEqual([7, 11, 14, 13, 12]);
    expect(healthOf("trades")).toMatchObject({ gaps: 1 });
  });

  test("a mark takes the index and the funding to come along", async () => {
    const { peer, heard, eventsOf } = await start();
    peer.say(indexTicker("BTC-USDT", { time: NOW }));
    peer.say(fundingRate(SWAP, { time: NOW, settlesAt: NOW + 3_600_000 }));
    peer.say(openInterest(SWAP, { time: NOW }));
    peer.say(markPrice(SWAP, { time: NOW + 200 }));
    await heard.until(["mark", "open-interest"]);
    const funding = { fundingRate: 0.0001875391284828, nextFundingTime: NOW + 3_600_000, fundingIntervalMs: 8 * 3_600_000 };
    const mark = { time: NOW + 200, mark: 60_001.5, index: 60_000.7, ...funding };
    expect(eventsOf("mark")).toEqual([{ kind: "mark", instrument: "okx:BTC-USDT-SWAP", ...mark }]);
  });

  test("a settlement is fetched when its time has moved on", async () => {
    const clock = createHandClock(NOW);
    const { peer, eventsOf } = await start({ timing: { clock, random: () => 0 } });
    const settled = NOW + 1_000;
    peer.answer("/api/v5/public/funding-rate-history", () => ok([{ fundingRate: "0.0002", realizedRate: "0.00015", fundingTime: String(settled) }]));
    peer.say(fundingRate(SWAP, { time: NOW, settlesAt: settled }));
    peer.say(fundingRate(SWAP, { time: NOW + 2_000, settlesAt: settled + 28_800_000 }));
    await clock.advanceUntil(() => eventsOf("funding").length === 1);
    expect(eventsOf("funding")).toEqual([{ kind: "funding", instrument: "okx:BTC-USDT-SWAP", time: settled, rate: 0.00015 }]);
  });

  test("the ratio of accounts, for which there is no stream, is asked for", async () => {
    const { heard, eventsOf } = await start({ timing: { clock: createHandClock(NOW), random: () => 0 } });
    await heard.until(["ratio"]);
    expect(eventsOf("ratio")[0]).toMatchObject({ instrument: "okx:BTC-USDT-SWAP", ratio: 1.1739 });
  });

  test("a book goes on through keep-alives and a new count, and after a hole is asked for anew", async () => {
    const { peer, heard, eventsOf, healthOf } = await start();
    const say = (last: number, previous: number, rest: object = {}) => peer.say(book(SWAP, { time: NOW + last, last, previous, ...rest }));
    // The peer's own snapshot, which it sends to every subscriber, is number 1000.
    say(1_005, 1_000);
    say(1_005, 1_005, { asks: [], bids: [] });
    say(3, 1_005);
    say(5, 3);
    await heard.untilTrue(() => eventsOf("book").length === 4);
    expect(eventsOf("book").map(({ snapshot }) => snapshot)).toEqual([true, false, false, false]);
    expect(healthOf("book")).toMatchObject({ gaps: 0, messages: 5 });

    const asked = peer.heard.length;
    say(9, 7);
    await peer.server.until(() => peer.heard.length === asked + 2 && peer.topics() === TOPICS);
    expect(peer.heard.slice(asked).map((text) => (JSON.parse(text) as { op: string }).op)).toEqual(["unsubscribe", "subscribe"]);
    await heard.untilTrue(() => eventsOf("book").length === 5);
    expect(healthOf("book")).toMatchObject({ gaps: 1 });
  });
});

describe("liquidations", () => {
  const printed = (count: number, { from = 0 } = {}) => Array.from({ length: count }, (_, i) => forcedOrder({ time: NOW + i, sz: String(from + i + 1) }));

  test("a thousand in a second all arrive, in messages of any size, and late ones too", async () => {
    const { peer, heard, eventsOf } = await start();
    const orders = printed(1_000);
    for (let at = 0; at < orders.length; at += 50) peer.say(liquidationOrders("SWAP", [{ instId: SWAP, details: orders.slice(at, at + 50).toReversed() }]));
    await heard.untilTrue(() => eventsOf("liquidation").length === 1_000);
    expect(new Set(eventsOf("liquidation").map(({ size }) => size)).size).toBe(1_000);
  });

  test("what a new line says again of the past is told once", async () => {
    const { peer, heard, eventsOf } = await start();
    const backlog = liquidationOrders("SWAP", [{ instId: SWAP, details: printed(3) }]);
    peer.say(backlog);
    await heard.untilTrue(() => eventsOf("liquidation").length === 3);
    for (const { socket } of peer.server.lines()) socket.terminate();
    await peer.server.until(() => peer.server.opened() === 4 && peer.topics() === TOPICS);
    peer.say(backlog);
    peer.say(liquidationOrders("SWAP", [{ instId: SWAP, details: printed(1, { from: 10 }) }]));
    await heard.untilTrue(() => eventsOf("liquidation").length === 4);
    expect(eventsOf("liquidation").map(({ size }) => Math.round(size * 100))).toEqual([1, 2, 3, 11]);
  });
});

test("a line that OKX announces to close is replaced before it is, without a hole", async () => {
  const clock = createHandClock(NOW);
  const { peer, heard, eventsOf, healthOf } = await start({ timing: { clock, random: () => 0 } });
  const old = peer.server.lines();
  peer.speak(SWAP);
  await heard.until(["trade", "candle"]);
  for (const line of old) line.say({ event: "notice", code: "64008", msg: "The connection will soon be closed for a service upgrade.", connId: "a4d3ae55" });
  await clock.advanceUntil(() => peer.server.lines().length === 4 && peer.topics() === 2 * TOPICS, 10);
  await clock.advanceUntil(() => peer.server.lines().length === 2, 1_000);
  for (const line of old) expect(peer.server.lines()).not.toContain(line);
  peer.speak(SWAP);
  await heard.untilTrue(() => eventsOf("liquidation").length === 2);
  expect(healthOf("liquidations")).toMatchObject({ state: "live", gaps: 0, reconnects: 0 });
});

test("a topic that OKX refuses is down in its own words, and the others go on", async () => {
  const peer = await startLoopbackOkx({ now: NOW, listedAt: NOW - 86_400_000 });
  ending.push(() => peer.server.stop());
  peer.refuseTopic("open-interest:BTC-USDT-SWAP");
  const heard = createListener();
  const feed = createOkx(peer.hosts).feed({ instruments: [BITCOIN], onEvents: heard.onEvents, signal: new AbortController().signal });
  ending.push(() => feed.stop());
  await peer.server.until(() => peer.topics() === TOPICS - 1);
  peer.say(trades(SWAP, { id: 7, time: NOW }));
  await heard.until(["trade"]);
  expect(feed.health().find(({ stream }) => stream === "open-interest")).toMatchObject({
    state: "connecting",
    problem: expect.stringContaining("doesn't exist") as string,
  });
});

test("when OKX changes what a contract is worth, all is counted by the new listing", async () => {
  const peer = await startLoopbackOkx({ now: NOW, listedAt: NOW - 86_400_000 });
  ending.push(() => peer.server.stop());
  const heard = createListener();
  const exchange = createOkx(peer.hosts, { clock: systemClock, random: () => 0 });
  const find = () => exchange.instruments({ coins: ["BTC"], contracts: ["linear-perpetual"] }, patiently());
  const [found] = await find();
  const feed = exchange.feed({ instruments: [found], onEvents: heard.onEvents, signal: new AbortController().signal });
  ending.push(() => feed.stop());
  await peer.server.until(() => peer.topics() === TOPICS);
  /** What a second's frames, the same but for the second, come out as. */
  const said = async (id: number) => {
    const before = heard.count();
    const frames = [
      trades(SWAP, { id, time: NOW + id, sz: "25" }),
      openInterest(SWAP, { time: NOW + 10_000 * id, oi: "1000" }),
      liquidationOrders("SWAP", [{ instId: SWAP, details: [forcedOrder({ time: NOW + id, sz: "8.5" })] }]),
      book(SWAP, { time: NOW + 1_000 * id, last: 1_000 * id, previous: -1, asks: [["60000.1", "200", "0", "3"]] }),
    ];
    for (const frame of frames) for (const line of peer.server.lines()) line.say(frame);
    const newest = <Kind extends MarketEventKind>(kind: Kind): EventOf<Kind> | undefined =>
      heard.events.slice(before).findLast((event): event is EventOf<Kind> => event.kind === kind);
    const sizes = () => [newest("trade")?.size, newest("open-interest")?.openInterest, newest("liquidation")?.size, newest("book")?.asks[0]?.[1]];
    await heard.untilTrue(() => !sizes().includes(undefined));
    return sizes();
  };
  const worth = (each: number) => [25, 1_000, 8.5, 200].map((contracts) => expect.closeTo(contracts * each, 9) as number);
  expect(await said(1)).toEqual(worth(0.01));
  peer.answer("/api/v5/public/instruments", () => ok([{ ...LISTED, ctVal: "0.001" }]));
  expect(await find()).toMatchObject([{ contractSize: 0.001 }]);
  expect(await said(2)).toEqual(worth(0.001));
});
