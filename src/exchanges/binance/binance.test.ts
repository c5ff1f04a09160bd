import { expect, test } from "vitest";
import { systemTiming } from "#exchanges/connection/clock.ts";
import { cryptofeedTexts, tardisTexts } from "#exchanges/recorded-data.conformance.ts";
import { describeExchange } from "#exchanges/exchange.conformance.ts";
import { patiently } from "#exchanges/patience.conformance.ts";
import { expectHistoryWithoutTime, expectTimeOfOthers } from "#exchanges/untold-time.conformance.ts";
import { createBinance } from "./binance.ts";
import { contextOf } from "./context.ts";
import { BINANCE } from "./declaration.ts";
import { planFeed } from "./feed.ts";
import { aggTrade, combined, depthUpdate, forceOrder, kline, markPrice } from "./frames.conformance.ts";
import { startLoopbackBinance } from "./loopback-binance.conformance.ts";
import { normalise } from "./normalise.ts";
import { SCENES, tellBrackets } from "./scenes.conformance.ts";

const time = Date.UTC(2026, 5, 1);

describeExchange({
  declaration: BINANCE,
  create: createBinance,
  plan: (hosts, timing) => planFeed(contextOf(hosts, timing), 1),
  lines: 2,
  topics: 5,
  spokenKinds: ["trade", "mark", "candle", "liquidation", "book", "open-interest"],
  scenes: SCENES,
  frames: [
    combined("btcusdt@aggTrade", aggTrade("BTCUSDT", { id: 7, time })),
    combined("btcusdt@markPrice@1s", markPrice("BTCUSDT", { time })),
    markPrice("BTCUSDT_261225", { time, r: "", T: 0 }),
    markPrice("BTCUSDT", { time, i: undefined, r: "-0.00012" }),
    combined("btcusdt@kline_1m", kline("BTCUSDT", { time, openTime: time, closed: true })),
    combined("btcusdt_261225@kline_1m", kline("BTCUSDT_261225", { time, openTime: time, closed: false, v: "0", V: "0", n: 0 })),
    combined("btcusdt@forceOrder", forceOrder("BTCUSDT", { time })),
    combined("btcusdt@forceOrder", forceOrder("BTCUSDT", { time, X: "PARTIALLY_FILLED", q: "0.900", z: "0.014" })),
    combined("1000pepeusdt@forceOrder", forceOrder("1000PEPEUSDT", { time, S: "BUY", ap: "0", p: "0.0071", z: "120345" })),
    forceOrder("BTCUSDT", { time, ap: "", z: "0" }),
    combined("1000pepeusdt@aggTrade", aggTrade("1000PEPEUSDT", { id: 9, time, p: "7.1e-3", nq: "0", m: false })),
    combined("btcusdt@depth@100ms", depthUpdate("BTCUSDT", { time, first: 5, last: 9, previous: 4 })),
    combined("btcusdt@depth@100ms", depthUpdate("BTCUSDT", { time, first: 10, last: 10, previous: 9, b: [], a: [] })),
  ],
  normalise,
  instruments: [],
  recorded: [
    {
      name: "cryptofeed, 2021",
      texts: () => cryptofeedTexts("BINANCE_FUTURES.ws.1.0"),
      data: { trades: 91, book: 764, candle: 67 },
      reasons: { "unexpected bookTicker": 612 },
    },
    {
      name: "messages of tardis-node's tests",
      texts: () => tardisTexts("map binance futures messages"),
      data: { trades: 1, ticker: 3, book: 2, liquidations: 1 },
      reasons: { "unexpected 24hrTicker": 2, "unexpected bookTicker": 1, "unexpected trade": 3, "unknown frame": 2 },
    },
  ],
  async startPeer(history) {
    const peer = await startLoopbackBinance(history);
    return {
      ...peer,
      tellBrackets: () => tellBrackets(peer),
      refuseRequests(status, headers = {}) {
        peer.answerAll(status === undefined ? undefined : () => ({ status, headers, body: { code: -1003, msg: "refused by the test" } }));
      },
    };
  },
});

test("a probe that gets no answer in its time says so", async () => {
  const peer = await startLoopbackBinance({ now: time, listedAt: time });
  try {
    peer.answerAll(() => undefined);
    const exchange = createBinance(peer.hosts, systemTiming);
    await expect(exchange.probe(AbortSignal.timeout(50))).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("did not answer in the time given") as string,
    });
  } finally {
    await peer.server.stop();
  }
});

test("a host that does not tell its time answers all the same, and has a history", async () => {
  const peer = await startLoopbackBinance({ now: Date.now(), listedAt: Date.now() - 86_400_000 });
  await expectHistoryWithoutTime(peer, createBinance, ["/fapi/v1/ping", "/fapi/v1/time"]);
});

test("the time is read from other answers where the host tells it by none of its own", async () => {
  const peer = await startLoopbackBinance({ now: time, listedAt: time });
  peer.answer("/fapi/v1/premiumIndex", () => ({
    body: [
      { symbol: "ETHUSDT", time: time - 1_000 },
      { symbol: "BTCUSDT", time },
    ],
  }));
  await expectTimeOfOthers(peer, "/fapi/v1/time", async (hosts) => contextOf(hosts, systemTiming).rest.serverTime(patiently()));
});
