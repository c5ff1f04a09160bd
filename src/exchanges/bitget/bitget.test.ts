import { expect, test } from "vitest";
import type { Instrument } from "#core/instrument.ts";
import { systemTiming } from "#exchanges/connection/clock.ts";
import { describeExchange } from "#exchanges/exchange.conformance.ts";
import { tardisTexts } from "#exchanges/recorded-data.conformance.ts";
import { createBitget } from "./bitget.ts";
import { contextOf } from "./context.ts";
import { BITGET } from "./declaration.ts";
import { planFeed } from "./feed.ts";
import { books, kline, liquidation, publicTrade, ticker } from "./frames.conformance.ts";
import { startLoopbackBitget } from "./loopback-bitget.conformance.ts";
import { normalise } from "./normalise.ts";
import { SCENES, tellBrackets } from "./scenes.conformance.ts";

const time = Date.UTC(2026, 5, 1);
const instrument = (symbol: string, contract: Instrument["contract"] = "linear"): Instrument => ({
  exchange: "bitget",
  symbol,
  coin: "BTC",
  contract,
  contractSize: 1,
  tickSize: 0.1,
  marginModel: "bitget",
});
const inCoins = { instType: "coin-futures" } as const;
const inDollarCoin = { instType: "usdc-futures" } as const;

describeExchange({
  declaration: BITGET,
  create: createBitget,
  plan: (hosts, timing) => planFeed(contextOf(hosts, timing)),
  lines: 1,
  topics: 5,
  spokenKinds: ["trade", "mark", "candle", "liquidation", "book", "open-interest", "ratio"],
  scenes: SCENES,
  unknownSymbol: { code: "40034", msg: "Parameter does not exist", requestTime: time, data: null },
  frames: [
    publicTrade("BTCUSDT", { time, rows: [{}, { S: "sell", i: "second" }] }),
    publicTrade("BTCUSD_CM", { time, ...inCoins, rows: [{ v: "250" }] }),
    ticker("BTCUSDT", { time }),
    ticker("BTCCMZ26", { time, ...inCoins, row: { nextFundingTime: "0", fundingRate: "0" } }),
    kline("BTCUSDT", { time, openTimes: [time] }),
    liquidation([{}, { side: "sell" }, { symbol: "NOBODYUSDT" }], { time }),
    liquidation([{ symbol: "BTCUSD_CM", amount: "250" }], { time, ...inCoins }),
    liquidation([{}, { symbol: "APEUSDT", price: "0.1649", amount: "13.70319" }], { time }),
    liquidation([{ symbol: "BTCPERP", side: "sell" }], { time, ...inDollarCoin }),
    publicTrade("BTCPERP", { time, ...inDollarCoin, rows: [{ isRPI: "yes" }] }),
    ticker("BTCPERP", { time, ...inDollarCoin, row: { fundingRate: "-0.00021" } }),
    ticker("BTCUSD_CM", { time, ...inCoins, action: "update", row: { openInterest: "41250000" } }),
    ticker("BTCCMZ26", { time, ...inCoins, row: { nextFundingTime: "", fundingRate: "", deliveryStatus: "delivery_normal", deliveryTime: "1798185600000" } }),
    ticker("BTCUSDT", { time, row: { indexPrice: "", openInterest: "" } }),
    kline("BTCUSDT", { time, action: "update", openTimes: [time] }),
    kline("BTCUSDT", { time, openTimes: [time - 120_000, time - 60_000, time] }),
    kline("BTCUSDT", { time, openTimes: [time], row: { open: "60000", high: "60000", low: "60000", close: "60000", volume: "0", turnover: "0" } }),
    kline("BTCUSD_CM", { time, ...inCoins, openTimes: [time], row: { volume: "0.0208", turnover: "1250" } }),
    books("BTCUSDT", { time, seq: 993_094_633_676 }),
    books("BTCUSDT", { time, seq: "993094633677", pseq: 993_094_633_676 }),
    books("BTCUSDT", { time, seq: "1443890513417568257", pseq: "1443890513417568256" }),
    books("BTCUSDT", { time, seq: 993_094_633_678, pseq: 993_094_633_677, row: { b: [], a: [["60000.1", "0"]] } }),
    books("BTCUSD_CM", { time, ...inCoins, seq: 7, row: { b: [["59999.9", "15000"]], a: [] } }),
  ],
  normalise,
  instruments: [
    ...["BTCUSDT", "APEUSDT", "IPUSDT", "BTCPERP"].map((symbol) => instrument(symbol)),
    ...["BTCUSD_CM", "BTCCMZ26"].map((symbol) => instrument(symbol, "inverse")),
  ],
  recorded: [
    {
      name: "messages of tardis-node's tests, API of the unified account",
      texts: () => tardisTexts("map bitget-futures v3 messages"),
      data: { trades: 1, ticker: 1, book: 2, liquidations: 2 },
      reasons: { "unexpected books1": 1 },
    },
    {
      name: "messages of tardis-node's tests, older API: not one is taken for one of today's",
      texts: () => tardisTexts("map bitget-futures messages"),
      data: {},
      reasons: { "unknown frame": 8 },
    },
  ],
  async startPeer(history) {
    const peer = await startLoopbackBitget(history);
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
  const peer = await startLoopbackBitget({ now: time, listedAt: time });
  try {
    peer.answerAll(() => undefined);
    await expect(createBitget(peer.hosts, systemTiming).probe(AbortSignal.timeout(50))).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("did not answer in the time given") as string,
    });
  } finally {
    await peer.server.stop();
  }
});
