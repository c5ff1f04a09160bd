import { type LoopbackLine, type LoopbackServer, type Respond, startLoopbackServer } from "#exchanges/connection/loopback-server.conformance.ts";
import type { Hosts } from "#exchanges/exchange.ts";
import { REST_HOST, WEB_HOST, WS_HOST } from "./declaration.ts";
import { aggTrade, combined, depthUpdate, forceOrder, kline, markPrice } from "./frames.conformance.ts";

/** A Binance on loopback that says what a test tells it to. */
export interface LoopbackBinance {
  readonly server: LoopbackServer;
  readonly hosts: Hosts;
  /** Replaces the answer to a path; undefined leaves it without one. */
  answer(path: string, respond: Respond): void;
  /** Answers whatever is asked so, until called without. */
  answerAll(respond?: Respond): void;
  /** Sends to every line that asked for the stream, as Binance does. */
  say(stream: string, data: object): void;
  /** Streams that open lines have asked for, by their paths. */
  asked(): Readonly<Record<string, readonly string[]>>;
  topics(): number;
  /** One frame of every stream, the newest of the symbol. */
  speak(symbol: string): void;
}

export interface LoopbackHistory {
  readonly now: number;
  readonly listedAt: number;
}

const MINUTE = 60_000;

export async function startLoopbackBinance({ now, listedAt }: LoopbackHistory): Promise<LoopbackBinance> {
  const answers = new Map<string, Respond>(Object.entries(defaultAnswers(now, listedAt)));
  const traded: { readonly a: number }[] = [];
  answers.set("/fapi/v1/aggTrades", ({ query }) => ({ body: traded.filter(({ a }) => a >= Number(query.get("fromId"))).slice(0, Number(query.get("limit"))) }));
  answers.set("/fapi/v1/depth", () => ({
    body: { lastUpdateId: 1_000 + spoken, E: now, T: now - 2, bids: [["59999.9", "1.0"]], asks: [["60000.1", "1.0"]] },
  }));
  let spoken = 0;
  const asked = new Map<LoopbackLine, Set<string>>();
  const server = await startLoopbackServer((request) => (answers.get(EVERY_PATH) ?? answers.get(request.path) ?? notFound)(request), listen);
  return {
    server,
    hosts: { [REST_HOST]: `http://${server.host}`, [WS_HOST]: `ws://${server.host}/`, [WEB_HOST]: `http://${server.host}` },
    answer: (path, respond) => answers.set(path, respond),
    answerAll(respond) {
      if (respond === undefined) answers.delete(EVERY_PATH);
      else answers.set(EVERY_PATH, respond);
    },
    say,
    asked: () => Object.fromEntries([...asked].map(([{ path }, topics]) => [path, [...topics]])),
    topics: () => [...asked.values()].reduce((sum, { size }) => sum + size, 0),
    speak(symbol) {
      const id = ++spoken;
      const time = now + id * 1_000;
      const lower = symbol.toLowerCase();
      traded.push(aggregateRow(id, time));
      say(`${lower}@aggTrade`, aggTrade(symbol, { id, time }));
      say(`${lower}@markPrice@1s`, markPrice(symbol, { time }));
      say(`${lower}@kline_1m`, kline(symbol, { time, openTime: now - (now % MINUTE), closed: false }));
      say(`${lower}@forceOrder`, forceOrder(symbol, { time }));
      say(`${lower}@depth@100ms`, depthUpdate(symbol, { time, first: 1_000 + id, last: 1_000 + id, previous: 999 + id }));
    },
  };

  function listen(line: LoopbackLine): void {
    const topics = new Set<string>();
    asked.set(line, topics);
    line.socket.once("close", () => asked.delete(line));
    line.socket.on("message", (text: Buffer) => {
      const { method, params, id } = JSON.parse(text.toString()) as { method: string; params: readonly string[]; id: number };
      for (const topic of params)
        if (method === "SUBSCRIBE") topics.add(topic);
        else topics.delete(topic);
      line.say({ result: null, id });
    });
  }

  function say(stream: string, data: object): void {
    for (const [line, topics] of asked) if (topics.has(stream) && line.path === `/${routeOf(stream)}/stream`) line.say(combined(stream, data));
  }
}

const routeOf = (stream: string): string => (stream.includes("@depth") ? "public" : "market");
const EVERY_PATH = "*";
const notFound: Respond = () => ({ status: 404, body: "" });

function defaultAnswers(now: number, listedAt: number): Record<string, Respond> {
  const span = (query: URLSearchParams) => ({
    from: Math.max(Number(query.get("startTime")), listedAt),
    to: Math.min(Number(query.get("endTime")), now),
    limit: Number(query.get("limit")),
  });
  const times = (query: URLSearchParams, stepMs: number): number[] => {
    const { from, to, limit } = span(query);
    const first = Math.ceil(from / stepMs) * stepMs;
    return Array.from({ length: Math.max(0, Math.min(limit, Math.floor((to - first) / stepMs) + 1)) }, (_, i) => first + i * stepMs);
  };
  return {
    "/fapi/v1/ping": () => ({ body: {} }),
    "/fapi/v1/time": () => ({ body: { serverTime: now } }),
    "/fapi/v1/exchangeInfo": () => ({ body: exchangeInfo }),
    "/fapi/v1/openInterest": ({ query }) => ({ body: { openInterest: "81234.500", symbol: query.get("symbol"), time: now } }),
    "/fapi/v1/klines": ({ query }) => ({
      body: times(query, MINUTE).map((openTime) => [
        openTime,
        "60000.0",
        "60020.0",
        "59990.0",
        "60010.0",
        "12.5",
        openTime + 59_999,
        "750000.0",
        100,
        "7.5",
        "450000.0",
        "0",
      ]),
    }),
    "/fapi/v1/markPriceKlines": ({ query }) => ({
      body: times(query, MINUTE).map((openTime) => [openTime, "60000.0", "60020.0", "59990.0", "60010.0", "0", openTime + 59_999, "0", 60, "0", "0", "0"]),
    }),
    "/futures/data/openInterestHist": ({ query }) => ({
      body: times(query, 5 * MINUTE).map((timestamp) => ({
        symbol: query.get("symbol"),
        sumOpenInterest: "81234.50000000",
        sumOpenInterestValue: "4874070000.00",
        timestamp,
      })),
    }),
    "/futures/data/globalLongShortAccountRatio": ({ query }) => ({
      body: (query.has("startTime") ? times(query, 5 * MINUTE) : [now - (now % (5 * MINUTE))]).map((timestamp) => ({
        symbol: query.get("symbol"),
        longShortRatio: "1.5000",
        longAccount: "0.6000",
        shortAccount: "0.4000",
        timestamp: String(timestamp),
      })),
    }),
    "/fapi/v1/fundingInfo": () => ({
      body: [{ symbol: "1000PEPEUSDT", adjustedFundingRateCap: "0.02", adjustedFundingRateFloor: "-0.02", fundingIntervalHours: 4, disclaimer: false }],
    }),
    "/fapi/v1/fundingRate": ({ query }) => ({
      body: times(query, 8 * 60 * MINUTE).map((fundingTime) => ({
        symbol: query.get("symbol"),
        fundingTime,
        fundingRate: "-0.00010000",
        markPrice: "60000.0",
      })),
    }),
  };
}

export const aggregateRow = (a: number, T: number) => ({ a, p: "60000.1", q: "0.5", f: a * 2, l: a * 2 + 1, T, m: false });

const listing = (symbol: string, overrides: object = {}) => ({
  symbol,
  pair: symbol,
  contractType: "PERPETUAL",
  status: "TRADING",
  deliveryDate: 4_133_404_800_000,
  baseAsset: symbol.replace("USDT", ""),
  quoteAsset: "USDT",
  marginAsset: "USDT",
  maintMarginPercent: "2.5000",
  filters: [
    { filterType: "PRICE_FILTER", minPrice: "0.1", maxPrice: "4529764", tickSize: "0.10" },
    { filterType: "LOT_SIZE", stepSize: "0.001" },
    { filterType: "MAX_NUM_ORDERS", limit: 200 },
  ],
  ...overrides,
});

const exchangeInfo = {
  timezone: "UTC",
  symbols: [
    listing("BTCUSDT_270326", { contractType: "NEXT_QUARTER", baseAsset: "BTC", deliveryDate: Date.UTC(2027, 2, 26, 8) }),
    listing("BTCUSDT_261225", { contractType: "CURRENT_QUARTER", baseAsset: "BTC", deliveryDate: Date.UTC(2026, 11, 25, 8) }),
    listing("BTCUSDT_260626", { contractType: "CURRENT_QUARTER", baseAsset: "BTC", deliveryDate: Date.UTC(2026, 5, 26, 8), status: "DELIVERING" }),
    listing("BTC-261225-100000-C", { contractType: "CALL_OPTION", baseAsset: "BTC" }),
    listing("OPT-261225-100-C", { contractType: "CALL_OPTION", baseAsset: "OPT", deliveryDate: Date.UTC(2026, 11, 25, 8) }),
    listing("BTCUSDT_NEVER", { contractType: "NEXT_QUARTER", baseAsset: "BTC", deliveryDate: undefined }),
    listing("TSLAUSDT", { contractType: "TRADIFI_PERPETUAL" }),
    listing("BTCUSDT"),
    listing("ETHUSDT"),
    listing("1000PEPEUSDT"),
    listing("BTCUSDC", { baseAsset: "BTC", quoteAsset: "USDC", marginAsset: "USDC" }),
    listing("WIFBTC", { baseAsset: "WIF", quoteAsset: "BTC", marginAsset: "BTC" }),
    listing("GONEUSDT", { status: "SETTLING" }),
    listing("ODDUSDT", { filters: [] }),
    listing("BAREUSDT", { deliveryDate: 0 }),
    { nonsense: true },
  ],
};
