import { type LoopbackLine, type LoopbackServer, type Respond, startLoopbackServer } from "#exchanges/connection/loopback-server.conformance.ts";
import type { Hosts } from "#exchanges/exchange.ts";
import { REST_HOST, WS_HOST } from "./declaration.ts";
import { books, kline, liquidation, publicTrade, refused, subscribed, ticker } from "./frames.conformance.ts";
import { type TopicArgument, topicName } from "./topics.ts";

/** A Bitget on loopback that says what a test tells it to. Its addresses begin with a path, as those of a proxy may. */
export interface LoopbackBitget {
  readonly server: LoopbackServer;
  readonly hosts: Hosts;
  /** Replaces the answer to a path; undefined leaves it without one. */
  answer(path: string, respond: Respond): void;
  /** Answers whatever is asked so, until called without. */
  answerAll(respond?: Respond): void;
  /** Sends to every line that has asked for what the frame's argument names. */
  say(frame: { readonly arg: TopicArgument }): void;
  /** One frame of every topic, the newest of the symbol. */
  speak(symbol: string): void;
  /** Topics that open lines have asked for. */
  topics(): number;
  /** Topics that lines have asked for and given up, in the order of the messages. */
  readonly asked: readonly { readonly op: string; readonly names: readonly string[] }[];
  /** Texts that are no JSON, as they came. */
  readonly pings: readonly string[];
  /** Refuses subscriptions to the topic. */
  refuseTopic(name: string): void;
}

export interface LoopbackHistory {
  readonly now: number;
  readonly listedAt: number;
}

interface Message {
  readonly op: string;
  readonly args: readonly TopicArgument[];
}

const MINUTE = 60_000;
const PREFIX = "/bitget";
const EVERY_PATH = "*";
const notFound: Respond = () => ({ status: 404, body: "" });

export async function startLoopbackBitget({ now, listedAt }: LoopbackHistory): Promise<LoopbackBitget> {
  const answers = new Map<string, Respond>(Object.entries(defaultAnswers(now, listedAt)));
  const listeners = new Map<LoopbackLine, Set<string>>();
  const asked: { op: string; names: readonly string[] }[] = [];
  const pings: string[] = [];
  const refusals = new Set<string>();
  const traded: object[] = [];
  let spoken = 0;
  answers.set(`${PREFIX}/api/v3/market/fills`, () => answered(traded.slice(0, 100), now));
  const server = await startLoopbackServer((request) => (answers.get(EVERY_PATH) ?? answers.get(request.path) ?? notFound)(request), hear);
  return {
    server,
    asked,
    pings,
    say,
    topics: () => [...listeners.values()].reduce((sum, { size }) => sum + size, 0),
    refuseTopic: (name) => refusals.add(name),
    speak(symbol) {
      const id = ++spoken;
      const time = now + id * 1_000;
      const trades = publicTrade(symbol, { time });
      for (const { i, p, v, S, T } of trades.data as readonly Record<string, string>[])
        traded.unshift({ execId: i, price: p, size: v, side: S, ts: T, isRPI: "no" });
      for (const frame of [
        trades,
        ticker(symbol, { time }),
        kline(symbol, { time, openTimes: [now - (now % MINUTE)] }),
        books(symbol, { time, seq: 1_000 + id, pseq: 999 + id }),
        liquidation([{ symbol }], { time }),
      ])
        say(frame);
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
    line.socket.on("message", (data: Buffer) => {
      const text = data.toString();
      if (!text.startsWith("{")) pings.push(text);
      if (text === "ping") return line.say("pong");
      return reply(line, topics, JSON.parse(text) as Message);
    });
  }

  function reply(line: LoopbackLine, topics: Set<string>, { op, args }: Message): void {
    asked.push({ op, names: args.map(topicName) });
    for (const arg of args) {
      const name = topicName(arg);
      if (refusals.has(name)) line.say(refused(arg, "doesn't exist"));
      else answerTopic(line, topics, { op, arg, name });
    }
  }

  function answerTopic(line: LoopbackLine, topics: Set<string>, { op, arg, name }: { op: string; arg: TopicArgument; name: string }): void {
    if (op === "unsubscribe") return void topics.delete(name);
    topics.add(name);
    line.say(subscribed(arg));
    // A book begins with all of it, trades with some of the past.
    const time = now + spoken * 1_000;
    if (arg.topic === "books") line.say({ ...books("", { time, seq: 1_000 + spoken }), arg });
    if (arg.topic === "publicTrade") line.say({ ...publicTrade("", { time: now - 1_000, action: "snapshot" }), arg });
  }

  function say(frame: { readonly arg: TopicArgument }): void {
    for (const [line, topics] of listeners) if (topics.has(topicName(frame.arg))) line.say(frame);
  }
}

/** Bitget's envelope around data. */
export const answered = (data: unknown, requestTime: number) => ({ body: { code: "00000", msg: "success", requestTime, data } });

function defaultAnswers(now: number, listedAt: number): Record<string, Respond> {
  /** The newest `limit` stamps of a span, oldest first. */
  const stamps = (query: URLSearchParams, stepMs: number, most: number): number[] => {
    const from = Math.max(Number(query.get("startTime") ?? 0), listedAt);
    const to = Math.min(Number(query.get("endTime") ?? now), now);
    const last = Math.floor(to / stepMs) * stepMs;
    const count = Math.max(0, Math.min(Number(query.get("limit") ?? most), most, Math.floor((last - from) / stepMs) + 1));
    return Array.from({ length: count }, (_, i) => last - (count - 1 - i) * stepMs);
  };
  const candles =
    (most: number): Respond =>
    ({ query }) => {
      // As Bitget has it, of bars the end of a span is not in it.
      const span = new URLSearchParams(query);
      if (query.has("endTime")) span.set("endTime", String(Number(query.get("endTime")) - 1));
      return answered(
        stamps(span, MINUTE, most).map((stamp) => [String(stamp), "60000", "60020", "59990", "60010", "12.5", "750000"]),
        now,
      );
    };
  const every = (stepMs: number): number[] => stamps(new URLSearchParams(), stepMs, Infinity).toReversed();
  const paths: Record<string, Respond> = {
    "v3/market/tickers": ({ query }) => answered([{ category: query.get("category"), symbol: query.get("symbol"), ts: String(now) }], now),
    "v3/market/instruments": ({ query }) => {
      const rows = LISTINGS.filter(({ category, symbol }) => category === query.get("category") && (query.get("symbol") ?? symbol) === symbol);
      return answered(
        rows.map((row) => ({ ...row, launchTime: String(listedAt) })),
        now,
      );
    },
    "v3/market/candles": candles(1_000),
    "v3/market/history-candles": candles(100),
    "v3/market/history-fund-rate": ({ query }) => {
      const limit = Number(query.get("limit"));
      const start = (Number(query.get("cursor")) - 1) * limit;
      const page = every(480 * MINUTE).slice(start, start + limit);
      return answered({ resultList: page.map((time) => ({ symbol: query.get("symbol"), fundingRate: "-0.0001", fundingRateTimestamp: String(time) })) }, now);
    },
    "v3/market/liquidations": ({ query }) => {
      const { page, cursor } = liquidationPage(every(10 * MINUTE), query);
      const list = page.map((ts) => ({ symbol: query.get("symbol"), side: "sell", price: "60300.7", amount: "844.2098", ts: String(ts) }));
      return answered({ list, cursor }, now);
    },
    "v3/market/position-tier": () => answered([], now),
    "v2/mix/market/account-long-short": () =>
      answered(
        every(5 * MINUTE)
          .toReversed()
          .map((ts) => ({ longAccountRatio: "0.6", shortAccountRatio: "0.4", longShortAccountRatio: "0.015", ts: String(ts) })),
        now,
      ),
  };
  return Object.fromEntries(Object.entries(paths).map(([path, respond]) => [`${PREFIX}/api/${path}`, respond]));
}

/** Pages that repeat the last two rows of the page before. The cursor of the last one is empty. */
function liquidationPage(newestFirst: readonly number[], query: URLSearchParams): { readonly page: readonly number[]; readonly cursor: string } {
  const start = Number(query.get("cursor") ?? 0);
  const end = start + Number(query.get("limit"));
  return { page: newestFirst.slice(start, end), cursor: end < newestFirst.length ? String(end - 2) : "" };
}

const listing = (symbol: string, overrides: object = {}) => ({
  symbol,
  category: "USDT-FUTURES",
  baseCoin: symbol.replace("USDT", ""),
  quoteCoin: "USDT",
  isRwa: "NO",
  pricePrecision: "1",
  quantityPrecision: "4",
  priceMultiplier: "0.1",
  quantityMultiplier: "0.0001",
  type: "perpetual",
  symbolType: "crypto",
  status: "online",
  deliveryTime: "",
  fundInterval: "8",
  minLeverage: "1",
  maxLeverage: "150",
  ...overrides,
});
const coinMargined = { category: "COIN-FUTURES", baseCoin: "BTC", quoteCoin: "USD" };

export const CHRISTMAS = Date.UTC(2026, 11, 25, 8);

const LISTINGS = [
  listing("BTCUSDT"),
  listing("ETHUSDT"),
  listing("1000BONKUSDT", { fundInterval: "4" }),
  listing("OLDUSDT", { type: undefined, symbolType: "perpetual", priceMultiplier: undefined, pricePrecision: "4" }),
  listing("GONEUSDT", { status: "offline" }),
  listing("SOONUSDT", { status: "listed" }),
  listing("ODDUSDT", { baseCoin: "" }),
  listing("BAREUSDT", { maxLeverage: "", fundInterval: null, pricePrecision: "", offTime: 0, launchTime: -1 }),
  listing("BTCPERP", { category: "USDC-FUTURES", baseCoin: "BTC", quoteCoin: "USDC" }),
  listing("XPERP", { category: "USDC-FUTURES", baseCoin: "X", quoteCoin: "USDC" }),
  listing("BTCCMZ26", { ...coinMargined, type: "delivery", deliveryTime: String(CHRISTMAS), fundInterval: "" }),
  listing("BTCUSD_CM", coinMargined),
  listing("OPT-26JUN26-60-C", { baseCoin: "OPT", type: "option", deliveryTime: String(CHRISTMAS) }),
] as const;
