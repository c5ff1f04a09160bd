import { type LoopbackLine, type LoopbackServer, type Respond, startLoopbackServer } from "#exchanges/connection/loopback-server.conformance.ts";
import type { Hosts } from "#exchanges/exchange.ts";
import { REST_HOST, WS_HOST } from "./declaration.ts";
import { allLiquidation, kline, orderbook, pong, publicTrade, ticker } from "./frames.conformance.ts";

/** A Bybit on loopback that says what a test tells it to. Its addresses begin with a path, as those of a proxy may. */
export interface LoopbackBybit {
  readonly server: LoopbackServer;
  readonly hosts: Hosts;
  /** Replaces the answer to a path; undefined leaves it without one. */
  answer(path: string, respond: Respond): void;
  /** Answers whatever is asked so, until called without. */
  answerAll(respond?: Respond): void;
  /** Sends to every line that has asked for the topic. */
  say(topic: string, frame: object): void;
  /** One frame of every topic, the newest of the symbol. */
  speak(symbol: string): void;
  /** Topics that open lines have asked for. */
  topics(): number;
  /** Topics that lines have asked for and given up, in the order of the messages. */
  readonly asked: readonly { readonly op: string; readonly args: readonly string[] }[];
  /** Refuses every subscription that names the topic, as Bybit does: as a whole. */
  refuseTopic(topic: string): void;
}

export interface LoopbackHistory {
  readonly now: number;
  readonly listedAt: number;
}

const MINUTE = 60_000;
const PREFIX = "/bybit";

export async function startLoopbackBybit({ now, listedAt }: LoopbackHistory): Promise<LoopbackBybit> {
  const answers = new Map<string, Respond>(Object.entries(defaultAnswers(now, listedAt)));
  answers.set(`${PREFIX}/v5/market/recent-trade`, () => answered({ category: "linear", list: traded.slice(0, 1_000) }, now));
  const listeners = new Map<LoopbackLine, Set<string>>();
  const traded: object[] = [];
  const asked: { op: string; args: readonly string[] }[] = [];
  const refused = new Set<string>();
  let spoken = 0;
  const server = await startLoopbackServer((request) => (answers.get(EVERY_PATH) ?? answers.get(request.path) ?? notFound)(request), hear);
  return {
    server,
    asked,
    say,
    refuseTopic: (topic) => refused.add(topic),
    topics: () => [...listeners.values()].reduce((sum, { size }) => sum + size, 0),
    speak(symbol) {
      const id = ++spoken;
      const time = now + id * 1_000;
      const trades = publicTrade(symbol, { time });
      for (const { i, p, v, S, T } of trades.data) traded.unshift({ execId: i, symbol, price: p, size: v, side: S, time: String(T), isBlockTrade: false });
      say(trades.topic, trades);
      for (const frame of [
        ticker(symbol, { time }),
        kline(symbol, { time, openTime: now - (now % MINUTE), closed: false }),
        orderbook(symbol, { time, update: 1_000 + id }),
        allLiquidation(symbol, { time }),
      ])
        say(frame.topic, frame);
    },
    hosts: { [REST_HOST]: `http://${server.host}${PREFIX}`, [WS_HOST]: `ws://${server.host}${PREFIX}/` },
    answer: (path, respond) => answers.set(`${PREFIX}${path}`, respond),
    answerAll(respond) {
      if (respond === undefined) answers.delete(EVERY_PATH);
      else answers.set(EVERY_PATH, respond);
    },
  };

  function hear(line: LoopbackLine): void {
    const topics = new Set<string>();
    listeners.set(line, topics);
    line.socket.once("close", () => listeners.delete(line));
    line.socket.on("message", (data: Buffer) => reply(line, topics, JSON.parse(data.toString()) as Message));
  }

  function reply(line: LoopbackLine, topics: Set<string>, { op, req_id: request, args = [] }: Message): void {
    if (op === "ping") return line.say(pong);
    asked.push({ op, args });
    const unwanted = args.find((topic) => refused.has(topic));
    if (unwanted !== undefined) return line.say({ success: false, ret_msg: `error:handler not found,topic:${unwanted}`, conn_id: "c", req_id: request, op });
    line.say({ success: true, ret_msg: "", conn_id: "c", req_id: request, op });
    for (const topic of args) {
      if (op === "unsubscribe") topics.delete(topic);
      else topics.add(topic);
      // A book begins with all of it.
      if (op === "subscribe" && topic.startsWith("orderbook.")) line.say(wholeBook(topic.slice(topic.lastIndexOf(".") + 1)));
    }
  }

  function wholeBook(symbol: string): object {
    return orderbook(symbol, { time: now + spoken * 1_000, update: 1_000 + spoken, type: "snapshot" });
  }

  function say(topic: string, frame: object): void {
    for (const [line, topics] of listeners) if (topics.has(topic)) line.say(frame);
  }
}

interface Message {
  readonly op: string;
  readonly req_id?: string;
  readonly args?: readonly string[];
}

const EVERY_PATH = "*";
const notFound: Respond = () => ({ status: 404, body: "" });

/** Bybit's envelope around a result. */
export const answered = (result: object, time: number) => ({ body: { retCode: 0, retMsg: "OK", result, retExtInfo: {}, time } });

function defaultAnswers(now: number, listedAt: number): Record<string, Respond> {
  /** The newest `limit` stamps of a span, newest first, as Bybit cuts it. */
  const stamps = (query: URLSearchParams, stepMs: number): number[] => {
    const from = Math.max(Number(query.get("start") ?? query.get("startTime") ?? 0), listedAt);
    const to = Math.min(Number(query.get("end") ?? query.get("endTime") ?? now), now);
    const last = Math.floor(to / stepMs) * stepMs;
    const count = Math.max(0, Math.floor((last - from) / stepMs) + 1);
    return Array.from({ length: Math.min(Number(query.get("limit") ?? 50), count) }, (_, i) => last - i * stepMs);
  };
  const rows = (stepMs: number, rowOf: (stamp: string) => unknown): Respond => {
    return ({ query }) =>
      answered(
        { symbol: query.get("symbol"), category: query.get("category"), list: stamps(query, stepMs).map((stamp) => rowOf(String(stamp))), nextPageCursor: "" },
        now,
      );
  };
  const paths: Record<string, Respond> = {
    time: () => answered({ timeSecond: String(Math.floor(now / 1_000)), timeNano: `${now}000000` }, now),
    "instruments-info": ({ query }) => {
      const list = LISTINGS.filter(({ category, symbol }) => category === query.get("category") && (query.get("symbol") ?? symbol) === symbol);
      return answered(
        { category: query.get("category"), list: list.map((listing) => ({ launchTime: String(listedAt), ...listing })), nextPageCursor: "" },
        now,
      );
    },
    kline: rows(MINUTE, (stamp) => [stamp, "60000.0", "60020.0", "59990.0", "60010.0", "12.5", "750000.0"]),
    "mark-price-kline": rows(MINUTE, (stamp) => [stamp, "60000.0", "60020.0", "59990.0", "60010.0"]),
    "open-interest": rows(5 * MINUTE, (timestamp) => ({ openInterest: "162469.00000000", singleOpenInterest: "81234.5", timestamp })),
    "funding/history": rows(480 * MINUTE, (fundingRateTimestamp) => ({ symbol: "BTCUSDT", fundingRate: "-0.00010000", fundingRateTimestamp })),
    "account-ratio": rows(5 * MINUTE, (timestamp) => ({ symbol: "BTCUSDT", buyRatio: "0.6", sellRatio: "0.4", timestamp })),
    tickers: () => answered({ category: "inverse", list: [{ symbol: "BTCUSD", markPrice: "60000.00", lastPrice: "60001.00" }] }, now),
    "risk-limit": ({ query }) => answered({ category: query.get("category"), list: [], nextPageCursor: "" }, now),
  };
  return Object.fromEntries(Object.entries(paths).map(([path, respond]) => [`${PREFIX}/v5/market/${path}`, respond]));
}

const listing = (symbol: string, overrides: object = {}) => ({
  category: "linear",
  symbol,
  contractType: "LinearPerpetual",
  status: "Trading",
  baseCoin: symbol.replace("USDT", ""),
  quoteCoin: "USDT",
  settleCoin: "USDT",
  deliveryTime: "0",
  deliveryFeeRate: "",
  priceScale: "2",
  leverageFilter: { minLeverage: "1", maxLeverage: "100.00", leverageStep: "0.01" },
  priceFilter: { minPrice: "0.10", maxPrice: "1999999.80", tickSize: "0.10" },
  lotSizeFilter: { maxOrderQty: "1190.000", minOrderQty: "0.001", qtyStep: "0.001" },
  unifiedMarginTrade: true,
  fundingInterval: 480,
  copyTrading: "both",
  isPreListing: false,
  ...overrides,
});
const coinMargined = { category: "inverse", baseCoin: "BTC", quoteCoin: "USD", settleCoin: "BTC" };
const dated = (expiry: number) => ({ deliveryTime: String(expiry), fundingInterval: 0 });

export const CHRISTMAS = Date.UTC(2026, 11, 25, 8);

const LISTINGS = [
  listing("BTC-25DEC26", { contractType: "LinearFutures", baseCoin: "BTC", quoteCoin: "USDC", settleCoin: "USDC", ...dated(CHRISTMAS) }),
  listing("BTCUSDT-25DEC26", { contractType: "LinearFutures", baseCoin: "BTC", ...dated(CHRISTMAS) }),
  listing("BTCPERP", { baseCoin: "BTC", quoteCoin: "USDC", settleCoin: "USDC" }),
  listing("BTCUSDT"),
  listing("ETHUSDT"),
  listing("1000PEPEUSDT", { fundingInterval: 240 }),
  listing("SHIB1000USDT"),
  listing("GONEUSDT", { status: "Closed" }),
  listing("SOONUSDT", { status: "PreLaunch" }),
  listing("ODDUSDT", { priceFilter: {} }),
  listing("BAREUSDT", { leverageFilter: { maxLeverage: "" }, fundingInterval: null, launchTime: "" }),
  listing("BTC-27MAR26-70000-P-USDT", { contractType: "Option", baseCoin: "BTC" }),
  listing("OPT-27MAR27-70-P-USDT", { contractType: "Option", baseCoin: "OPT", ...dated(CHRISTMAS) }),
  listing("BTCUSD", { ...coinMargined, contractType: "InversePerpetual", priceFilter: { tickSize: "0.50" } }),
  listing("BTCUSDZ26", { ...coinMargined, contractType: "InverseFutures", ...dated(CHRISTMAS) }),
] as const;
