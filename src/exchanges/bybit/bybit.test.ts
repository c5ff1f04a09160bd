import { expect, test } from "vitest";
import { systemTiming } from "#exchanges/connection/clock.ts";
import { describeExchange } from "#exchanges/exchange.conformance.ts";
import { patiently } from "#exchanges/patience.conformance.ts";
import { expectHistoryWithoutTime, expectTimeOfOthers } from "#exchanges/untold-time.conformance.ts";
import { cryptofeedTexts, tardisTexts } from "#exchanges/recorded-data.conformance.ts";
import { createBybit } from "./bybit.ts";
import { contextOf } from "./context.ts";
import { BYBIT } from "./declaration.ts";
import { planFeed } from "./feed.ts";
import { allLiquidation, kline, orderbook, publicTrade, ticker } from "./frames.conformance.ts";
import { startLoopbackBybit } from "./loopback-bybit.conformance.ts";
import { normalise } from "./normalise.ts";
import { SCENES, tellBrackets } from "./scenes.conformance.ts";

const time = Date.UTC(2026, 5, 1);

describeExchange({
  declaration: BYBIT,
  create: createBybit,
  plan: (hosts, timing) => planFeed(contextOf(hosts, timing)),
  lines: 1,
  topics: 5,
  spokenKinds: ["trade", "mark", "candle", "liquidation", "book", "open-interest", "ratio"],
  scenes: SCENES,
  unknownSymbol: { retCode: 10_001, retMsg: "params error: symbol invalid", result: {}, time },
  frames: [
    publicTrade("BTCUSDT", { time, rows: [{}, { S: "Sell", i: "second" }] }),
    publicTrade("BTCUSDZ26", { time }),
    ticker("BTCUSDT", { time }),
    ticker("BTCUSDT", { time, type: "delta", data: { openInterest: "492373.72" } }),
    ticker("BTCUSDZ26", { time, data: { markPrice: "60001.50", nextFundingTime: "", fundingRate: "" } }),
    kline("BTCUSDT", { time, openTime: time, closed: true }),
    allLiquidation("BTCUSDT", { time, rows: [{}, { S: "Sell" }] }),
    orderbook("BTCUSDT", { time, update: 9, type: "snapshot" }),
    orderbook("BTCUSDT", { time, update: 10 }),
    orderbook("BTCUSDT", { time, update: 1 }),
  ],
  normalise,
  instruments: [],
  recorded: [
    {
      name: "messages of tardis-node's tests, 2019 to 2025",
      texts: () => tardisTexts("map bybit messages"),
      data: { trades: 2, ticker: 5, book: 5, liquidations: 2 },
      reasons: { "frame without its time": 37, "unexpected liquidation.GALAUSDT": 1, "unexpected liquidation.XRPUSD": 1, "unknown frame": 1 },
    },
    {
      name: "cryptofeed, 2021: not one frame of that API is taken for one of today's",
      texts: () => cryptofeedTexts("BYBIT.ws.25.0"),
      data: {},
      reasons: { "frame without its time": 900, "unknown frame": 16 },
    },
  ],
  async startPeer(history) {
    const peer = await startLoopbackBybit(history);
    return {
      ...peer,
      tellBrackets: () => tellBrackets(peer),
      refuseRequests(status, headers = {}) {
        peer.answerAll(status === undefined ? undefined : () => ({ status, headers, body: "" }));
      },
    };
  },
});

test("a probe that gets no answer in its time says so", async () => {
  const peer = await startLoopbackBybit({ now: time, listedAt: time });
  try {
    peer.answerAll(() => undefined);
    await expect(createBybit(peer.hosts, systemTiming).probe(AbortSignal.timeout(50))).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("did not answer in the time given") as string,
    });
  } finally {
    await peer.server.stop();
  }
});

test("a host that does not tell its time answers all the same, and has a history", async () => {
  const peer = await startLoopbackBybit({ now: Date.now(), listedAt: Date.now() - 86_400_000 });
  await expectHistoryWithoutTime(peer, createBybit, ["/v5/market/time"]);
});

test("the time is read from other answers where the host tells it by none of its own", async () => {
  const peer = await startLoopbackBybit({ now: time, listedAt: time });
  await expectTimeOfOthers(peer, "/v5/market/time", async (hosts) => (await contextOf(hosts, systemTiming).rest.serverTime(patiently())).time);
});
