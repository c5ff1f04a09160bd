import { afterEach, expect, test } from "vitest";
import type { EventOf, MarketEventKind } from "#core/events.ts";
import { createHandClock } from "#exchanges/connection/hand-clock.conformance.ts";
import { createListener } from "#exchanges/listener.conformance.ts";
import { activeAssetCtx, candle, trade, trades } from "./frames.conformance.ts";
import { createHyperliquid } from "./hyperliquid.ts";
import { instrumentOfListing } from "./instruments.ts";
import { startLoopbackHyperliquid } from "./loopback-hyperliquid.conformance.ts";

const NOW = Date.UTC(2026, 5, 1, 12, 0, 30);
const MINUTE = 60_000;
const bitcoin = instrumentOfListing({ name: "BTC", szDecimals: 5, maxLeverage: 40 }, 60_000);
const pepe = instrumentOfListing({ name: "kPEPE", szDecimals: 0, maxLeverage: 10 }, 0.0123);

const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function start(instruments = [bitcoin]) {
  const clock = createHandClock(NOW);
  const peer = await startLoopbackHyperliquid({ now: NOW, listedAt: NOW - 86_400_000 });
  ending.push(() => peer.server.stop());
  const heard = createListener();
  const feed = createHyperliquid(peer.hosts, { clock, random: () => 0 }).feed({ instruments, onEvents: heard.onEvents, signal: new AbortController().signal });
  ending.push(() => feed.stop());
  await peer.server.until(() => peer.topics() === 4 * instruments.length);
  const eventsOf = <Kind extends MarketEventKind>(kind: Kind): EventOf<Kind>[] => heard.events.filter((event): event is EventOf<Kind> => event.kind === kind);
  const healthOf = (name: string) => feed.health().find(({ stream }) => stream === name);
  return { clock, peer, heard, feed, eventsOf, healthOf };
}

test("asks for everything below the base address, over one line", async () => {
  const { peer } = await start([bitcoin, pepe]);
  expect(peer.server.lines().map(({ path }) => path)).toEqual(["/hyperliquid/ws"]);
});

test("says ping before the line would be cut", async () => {
  const { clock, peer } = await start();
  const began = clock.now();
  await clock.advanceUntil(() => peer.pings() > 0, 250);
  expect(clock.now() - began).toBeLessThan(60_000);
});

test("a mark carries the oracle and the hourly funding, at the time of its arrival", async () => {
  const { clock, peer, heard, eventsOf } = await start();
  peer.say("activeAssetCtx:BTC", activeAssetCtx("BTC"));
  await heard.until(["mark", "open-interest"]);
  const time = clock.now();
  const nextFundingTime = Date.UTC(2026, 5, 1, 13);
  expect(eventsOf("mark")).toEqual([
    { kind: "mark", instrument: "hyperliquid:BTC", time, mark: 60_003, index: 60_002, fundingRate: -0.0000125, nextFundingTime },
  ]);
  expect(eventsOf("open-interest")).toEqual([{ kind: "open-interest", instrument: "hyperliquid:BTC", time, openInterest: 31_200.5 }]);
});

test("funding is fetched after every full hour", async () => {
  const { clock, peer, eventsOf } = await start();
  const due = Date.UTC(2026, 5, 1, 13);
  peer.answer("fundingHistory", ({ coin }) => ({ body: clock.now() < due ? [] : [{ coin, fundingRate: "-0.0000222", premium: "0", time: due + 76 }] }));
  await clock.advanceUntil(() => {
    peer.say("activeAssetCtx:BTC", activeAssetCtx("BTC"));
    return eventsOf("funding").length > 0;
  }, 10_000);
  expect(eventsOf("funding")).toEqual([{ kind: "funding", instrument: "hyperliquid:BTC", time: due + 76, rate: -0.0000222 }]);
  expect(clock.now() - due).toBeLessThan(2 * MINUTE);
});

test("a bar that holds just the trades that came is closed by the next one, with its last state", async () => {
  const { peer, heard, eventsOf } = await start();
  const opened = NOW - (NOW % MINUTE);
  peer.say("trades:BTC", trades(trade("BTC", { tid: 1, time: opened - 1 }), trade("BTC", { tid: 2, time: opened + 1, sz: "2" })));
  await heard.untilTrue(() => eventsOf("trade").length === 2);
  peer.say("candle:BTC", candle("BTC", { openTime: opened, trades: 1, v: "1" }));
  peer.say("candle:BTC", candle("BTC", { openTime: opened, trades: 2, v: "2" }));
  peer.say("candle:BTC", candle("BTC", { openTime: opened + MINUTE, trades: 1, v: "0.5" }));
  await heard.untilTrue(() => eventsOf("candle").length === 4);
  expect(eventsOf("candle").map(({ openTime, volume, closed }) => [(openTime - opened) / MINUTE, volume, closed])).toEqual([
    [0, 1, false],
    [0, 2, false],
    [0, 2, true],
    [1, 0.5, false],
  ]);
});

test("a bar whose end was missed is fetched, and trades that were missed too", async () => {
  const { clock, peer, eventsOf, healthOf } = await start();
  const opened = NOW - (NOW % MINUTE);
  peer.say("candle:BTC", candle("BTC", { openTime: opened - MINUTE, trades: 1, v: "1" }));
  peer.say("trades:BTC", trades(trade("BTC", { tid: 1, time: NOW })));
  await clock.advanceUntil(() => eventsOf("candle").length + eventsOf("trade").length === 2);
  const row = (tid: number) => trade("BTC", { tid, time: NOW + tid * 1_000 });
  peer.answer("recentTrades", () => ({ body: [row(3), row(2), trade("BTC", { tid: 1, time: NOW })] }));
  for (const { socket } of peer.server.lines()) socket.terminate();
  await clock.advanceUntil(() => peer.server.opened() === 2 && peer.topics() === 4);
  peer.say("candle:BTC", candle("BTC", { openTime: opened, trades: 1, v: "3" }));
  peer.say("trades:BTC", trades(row(3), row(4)));
  await clock.advanceUntil(() => eventsOf("trade").length === 4 && eventsOf("candle").some(({ closed }) => closed));
  expect(eventsOf("candle").filter(({ closed }) => closed)).toMatchObject([{ openTime: opened - MINUTE, volume: 12.5 }]);
  expect(
    eventsOf("trade")
      .map(({ time }) => (time - NOW) / 1_000)
      .sort((a, b) => a - b),
  ).toEqual([0, 2, 3, 4]);
  expect(healthOf("trades")).toMatchObject({ gaps: 0, reconnects: 1 });
});

test("a coin that Hyperliquid refuses is said in words", async () => {
  const { clock, peer, heard, healthOf } = await start();
  peer.server.lines()[0].say({ channel: "error", data: "Too many subscriptions" });
  peer.say("trades:BTC", trades(trade("BTC", { tid: 1, time: NOW })));
  await heard.until(["trade"]);
  await clock.advance(0);
  expect(healthOf("connection market")?.problem ?? healthOf("connection /market")?.problem).toContain("Too many subscriptions");
});
