import { expect, test } from "vitest";
import { systemTiming } from "#exchanges/connection/clock.ts";
import { describeExchange } from "#exchanges/exchange.conformance.ts";
import { patiently } from "#exchanges/patience.conformance.ts";
import { expectHistoryWithoutTime, expectTimeOfOthers } from "#exchanges/untold-time.conformance.ts";
import { cryptofeedTexts, tardisTexts } from "#exchanges/recorded-data.conformance.ts";
import { contextOf } from "./context.ts";
import { OKX } from "./declaration.ts";
import { planFeed } from "./feed.ts";
import { book, candle, forcedOrder, fundingRate, indexTicker, liquidationOrders, markPrice, openInterest, trades } from "./frames.conformance.ts";
import { BITCOIN, BITCOIN_INVERSE } from "./instruments.conformance.ts";
import { startLoopbackOkx } from "./loopback-okx.conformance.ts";
import { normalise } from "./normalise.ts";
import { createOkx } from "./okx.ts";
import { SCENES, tellBrackets } from "./scenes.conformance.ts";

const time = Date.UTC(2026, 5, 1);

/** Instruments of the recordings, all as if they were inverse: what is counted is what can be read. */
const RECORDED_SYMBOLS = [
  "BTC-USDT",
  "BTC-USD-220527",
  "UNI-USD-SWAP",
  "ETH-USD-211224",
  "FIL-USD-220325",
  "FIL-USDT-220325",
  "XRP-USD-230929",
  "WNCG-USDT-SWAP",
];

/** Books carry a sequence only since 2023: the recording's get one, so that the rest of them can be read. */
const withSequence = (text: string): string =>
  text.replace(/"checksum":-?\d+/, (checksum) => `${checksum},"prevSeqId":${text.includes('"snapshot"') ? -1 : 1},"seqId":2`);

describeExchange({
  declaration: OKX,
  create: createOkx,
  plan: (hosts, timing) => planFeed(contextOf(hosts, timing)),
  lines: 2,
  topics: 8,
  spokenKinds: ["trade", "mark", "candle", "liquidation", "book", "open-interest"],
  without: ["maintenance-amounts"],
  scenes: SCENES,
  frames: [
    trades("BTC-USDT-SWAP", { id: 130, time, count: "3" }, { id: 131, time }),
    trades("BTC-USD-SWAP", { id: 7, time, count: undefined }),
    markPrice("BTC-USDT-SWAP", { time }),
    indexTicker("BTC-USDT", { time }),
    fundingRate("BTC-USDT-SWAP", { time, settlesAt: time + 3_600_000 }),
    openInterest("BTC-USD-SWAP", { time }),
    candle("BTC-USDT-SWAP", { openTime: time, closed: true }),
    book("BTC-USDT-SWAP", { time, last: 15, previous: -1 }),
    book("BTC-USD-SWAP", { time, last: 18, previous: 15 }),
    book("BTC-USDT-SWAP", { time, last: 18, previous: 18, asks: [], bids: [] }),
    book("BTC-USDT-SWAP", { time, last: 3, previous: 18 }),
    candle("BTC-USD-SWAP", { openTime: time, closed: false, vol: "0" }),
    fundingRate("BTC-USD-SWAP", { time, settlesAt: time + 3_600_000, nextFundingTime: "", fundingRate: "-0.0003" }),
    liquidationOrders("SWAP", [
      { instId: "BTC-USDT-SWAP", details: [forcedOrder({ time }), forcedOrder({ time, posSide: "net", side: "buy" })] },
      { instId: "IOST-USDT-SWAP", details: [forcedOrder({ time })] },
    ]),
  ],
  normalise,
  instruments: [BITCOIN, BITCOIN_INVERSE, ...RECORDED_SYMBOLS.map((symbol) => ({ ...BITCOIN_INVERSE, symbol }))],
  recorded: [
    {
      name: "cryptofeed, 2022",
      texts: () => cryptofeedTexts("OKX.ws.1.0").map(withSequence),
      data: { trades: 74, book: 289 },
      reasons: { "unexpected channel tickers": 28 },
    },
    {
      name: "messages of tardis-node's tests",
      texts: () => tardisTexts("map okex-futures messages", "map okex-swap messages"),
      data: { trades: 2, ticker: 7, liquidations: 2 },
      // Most are of the API that OKX closed; in 2021 funding came without a time, and other channels were in use.
      reasons: {
        "unknown frame": 26,
        "malformed funding-rate": 1,
        "unexpected instrument SOS-USDT-SWAP": 1,
        "unexpected channel books-l2-tbt": 3,
        "unexpected channel tickers": 3,
        "unexpected channel bbo-tbt": 2,
        "unexpected channel liquidations": 2,
        "unexpected channel price-limit": 1,
      },
    },
  ],
  async startPeer(history) {
    const peer = await startLoopbackOkx(history);
    return {
      ...peer,
      tellBrackets: () => tellBrackets(peer),
      refuseRequests(status, headers = {}) {
        peer.answerAll(status === undefined ? undefined : () => ({ status, headers, body: { code: "50011", msg: "refused by the test", data: [] } }));
      },
    };
  },
});

test("a probe that gets no answer in its time says so", async () => {
  const peer = await startLoopbackOkx({ now: time, listedAt: time });
  try {
    peer.answerAll(() => undefined);
    await expect(createOkx(peer.hosts, systemTiming).probe(AbortSignal.timeout(50))).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("did not answer in the time given") as string,
    });
  } finally {
    await peer.server.stop();
  }
});

test("a host that does not tell its time answers all the same, and has a history", async () => {
  const peer = await startLoopbackOkx({ now: Date.now(), listedAt: Date.now() - 86_400_000 });
  await expectHistoryWithoutTime(peer, createOkx, ["/api/v5/public/time"]);
});

test("the time is read from other answers where the host tells it by none of its own", async () => {
  const peer = await startLoopbackOkx({ now: time, listedAt: time });
  await expectTimeOfOthers(peer, "/api/v5/public/time", async (hosts) => contextOf(hosts, systemTiming).rest.serverTime(patiently()));
});
