import { type LoopbackLine, type LoopbackServer, type Respond, startLoopbackServer } from "#exchanges/connection/loopback-server.conformance.ts";
import type { Hosts } from "#exchanges/exchange.ts";
import { REST_HOST, WS_HOST } from "./declaration.ts";
import { book, candle, forcedOrder, fundingRate, indexTicker, liquidationOrders, markPrice, openInterest, trades } from "./frames.conformance.ts";
import { answersOf, ok, tradeRow } from "./history.conformance.ts";
import { topicOf } from "./streams.ts";

/** An OKX on loopback that says what a test tells it to. */
export interface LoopbackOkx {
  readonly server: LoopbackServer;
  readonly hosts: Hosts;
  /** What each path answers now. */
  readonly answers: ReadonlyMap<string, Respond>;
  /** Replaces the answer to a path; undefined leaves it without one. */
  answer(path: string, respond: Respond): void;
  /** Answers whatever is asked so, until called without. */
  answerAll(respond?: Respond): void;
  /** Topics that lines are subscribed to now, by path; and how many they are. */
  topicsByPath(): Readonly<Record<string, readonly string[]>>;
  topics(): number;
  topicsOf(line: LoopbackLine): readonly string[];
  /** From now on the topic does not exist. */
  refuseTopic(topic: string): void;
  /** Every message that lines have sent. */
  readonly heard: readonly string[];
  /** Sends to every line that is subscribed to what the frame answers. */
  say(frame: { readonly arg: Readonly<Record<string, string>> }): void;
  /** One frame of every stream, the newest of the symbol. */
  speak(symbol: string): void;
}

export interface LoopbackHistory {
  readonly now: number;
  readonly listedAt: number;
}

const MINUTE = 60_000;
const FIRST_SEQUENCE = 1_000;
const EVERY_PATH = "*";
const notFound: Respond = () => ({ status: 404, body: "" });

export async function startLoopbackOkx({ now, listedAt }: LoopbackHistory): Promise<LoopbackOkx> {
  const answers = new Map<string, Respond>(Object.entries(answersOf({ now, listedAt })));
  answers.set("/api/v5/market/history-trades", ({ query }) => {
    const newest = Math.min(spoken, Number(query.get("after")) - 1);
    return ok(Array.from({ length: Math.min(newest, 100) }, (_, i) => tradeRow(newest - i, timeOf(newest - i))));
  });
  const asked = new Map<LoopbackLine, Set<string>>();
  const heard: string[] = [];
  const refused = new Set<string>();
  let spoken = 0;
  const server = await startLoopbackServer((request) => (answers.get(EVERY_PATH) ?? answers.get(request.path) ?? notFound)(request), onLine);
  const subscribed = () => server.lines().map((line) => ({ line, topics: asked.get(line) ?? new Set<string>() }));
  return {
    server,
    hosts: { [REST_HOST]: `http://${server.host}`, [WS_HOST]: `ws://${server.host}/` },
    heard,
    answers,
    answer: (path, respond) => answers.set(path, respond),
    answerAll(respond) {
      if (respond === undefined) answers.delete(EVERY_PATH);
      else answers.set(EVERY_PATH, respond);
    },
    topicsByPath: () => Object.fromEntries(subscribed().map(({ line, topics }) => [line.path, [...topics]])),
    topicsOf: (line) => [...(asked.get(line) ?? [])],
    refuseTopic: (topic) => void refused.add(topic),
    topics: () => subscribed().reduce((sum, { topics }) => sum + topics.size, 0),
    say,
    speak(symbol) {
      const id = ++spoken;
      const time = timeOf(id);
      say(trades(symbol, { id, time }));
      say(indexTicker(symbol.split("-", 2).join("-"), { time }));
      say(fundingRate(symbol, { time, settlesAt: now + 3_600_000 }));
      say(markPrice(symbol, { time }));
      say(openInterest(symbol, { time }));
      say(candle(symbol, { openTime: now - (now % MINUTE), closed: false }));
      say(liquidationOrders("SWAP", [{ instId: symbol, details: [forcedOrder({ time })] }]));
      say(book(symbol, { time, last: FIRST_SEQUENCE + id, previous: FIRST_SEQUENCE + id - 1 }));
    },
  };

  function timeOf(id: number): number {
    return now + id * 1_000;
  }

  function onLine(line: LoopbackLine): void {
    const topics = new Set<string>();
    asked.set(line, topics);
    line.socket.on("message", (data: Buffer) => {
      const said = data.toString();
      heard.push(said);
      if (said === "ping") {
        line.say("pong");
        return;
      }
      const { op, args, id } = JSON.parse(said) as { op: "subscribe" | "unsubscribe"; args: readonly Record<string, string>[]; id: string };
      for (const arg of args) {
        line.say({ id, ...answerTo(op, arg, topics), connId: "a4d3ae55" });
        if (op === "subscribe" && arg.channel === "books") line.say(book(arg.instId, { time: timeOf(spoken), last: FIRST_SEQUENCE + spoken, previous: -1 }));
      }
    });
  }

  function answerTo(op: "subscribe" | "unsubscribe", arg: Readonly<Record<string, string>>, topics: Set<string>): object {
    if (refused.has(topicOf(arg))) return refusalOf(arg);
    if (op === "subscribe") topics.add(topicOf(arg));
    else topics.delete(topicOf(arg));
    return { event: op, arg };
  }

  function say(frame: { readonly arg: Readonly<Record<string, string>> }): void {
    for (const { line, topics } of subscribed()) if (topics.has(topicOf(frame.arg))) line.say(frame);
  }
}

const refusalOf = ({ channel, instId, instType }: Readonly<Record<string, string>>) => {
  const named = instId === undefined ? `instType:${instType}` : `instId:${instId}`;
  return { event: "error", code: "60018", msg: `Wrong URL or channel:${channel},${named} doesn't exist. Please use the correct URL, channel and parameters.` };
};
