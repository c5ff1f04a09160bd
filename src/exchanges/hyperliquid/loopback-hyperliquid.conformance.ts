import { type LoopbackLine, type LoopbackServer, type Respond, startLoopbackServer } from "#exchanges/connection/loopback-server.conformance.ts";
import type { Hosts } from "#exchanges/exchange.ts";
import { REST_HOST, WS_HOST } from "./declaration.ts";
import { activeAssetCtx, agreed, candle, contexts, l2Book, meta, trade, trades } from "./frames.conformance.ts";

/** A Hyperliquid on loopback that says what a test tells it to. */
export interface LoopbackHyperliquid {
  readonly server: LoopbackServer;
  readonly hosts: Hosts;
  /** Replaces the answer to a kind of question; undefined leaves it without one. */
  answer(type: string, respond: (question: Question) => ReturnType<Respond>): void;
  /** Answers whatever is asked so, until called without. */
  answerAll(respond?: Respond): void;
  /** Sends to every line that asked for the topic, e.g. `trades:BTC`. */
  say(topic: string, frame: object): void;
  /** One frame of every topic, the newest of the coin. */
  speak(coin: string): void;
  /** Topics that open lines have asked for. */
  topics(): number;
  /** Pings that came over all lines so far. */
  pings(): number;
  /** Questions of a kind so far. */
  asked(type: string): readonly Question[];
}

export interface Question {
  readonly type: string;
  readonly coin?: string;
  readonly user?: string;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly req?: { readonly coin: string; readonly interval: string; readonly startTime: number; readonly endTime: number };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The base URLs have a path: what is asked for comes after it. */
const PREFIX = "/hyperliquid";

export async function startLoopbackHyperliquid({ now, listedAt }: { now: number; listedAt: number }): Promise<LoopbackHyperliquid> {
  const answers = new Map(Object.entries(historyAnswers({ now, listedAt })));
  const subscribed = new Map<LoopbackLine, Set<string>>();
  const traded: object[] = [];
  let spoken = 0;
  let pings = 0;
  answers.set("recentTrades", () => ({ body: traded.slice(-10).toReversed() }));

  const answerByType: Respond = ({ path, body }) => {
    const question = body as Question | undefined;
    const respond = path === `${PREFIX}/info` && question !== undefined ? answers.get(question.type) : undefined;
    return respond && question ? respond(question) : { status: 422, body: "Failed to deserialize the JSON body into the target type" };
  };
  let answer = answerByType;
  const server = await startLoopbackServer((request) => answer(request), listen);

  return {
    server,
    hosts: { [REST_HOST]: `http://${server.host}${PREFIX}/`, [WS_HOST]: `ws://${server.host}${PREFIX}/ws` },
    answer: (type, respond) => answers.set(type, respond),
    answerAll: (respond) => (answer = respond ?? answerByType),
    say,
    speak(coin) {
      const time = now + ++spoken * 1_000;
      const newest = trade(coin, { tid: 700 + spoken, time });
      traded.push(newest);
      say(`trades:${coin}`, trades(newest));
      say(`activeAssetCtx:${coin}`, activeAssetCtx(coin, { openInterest: String(31_200 + spoken) }));
      say(`candle:${coin}`, candle(coin, { openTime: now - (now % MINUTE), trades: spoken }));
      // A book that trades leave as it was would be one that stands still.
      const levels = [
        [{ px: "59999.0", sz: String(1 + (time % 1_000) / 1_000), n: 3 }],
        [{ px: "60001.0", sz: String(1 + (Math.floor(time / 1_000) % 100)), n: 5 }],
      ];
      say(`l2Book:${coin}`, l2Book(coin, { time, levels }));
    },
    topics: () => server.lines().reduce((sum, line) => sum + (subscribed.get(line)?.size ?? 0), 0),
    pings: () => pings,
    asked: (type) => server.requests.flatMap(({ body }) => ((body as Question | undefined)?.type === type ? [body as Question] : [])),
  };

  function listen(line: LoopbackLine): void {
    const topics = new Set<string>();
    subscribed.set(line, topics);
    line.socket.on("message", (data: Buffer) => {
      const { method, subscription } = JSON.parse(data.toString()) as { method: string; subscription: { type: string; coin: string } };
      if (method === "ping") {
        pings++;
        return line.say({ channel: "pong" });
      }
      if (method === "subscribe") topics.add(`${subscription.type}:${subscription.coin}`);
      else topics.delete(`${subscription.type}:${subscription.coin}`);
      return line.say({ ...agreed(subscription.type, subscription.coin), data: { method, subscription } });
    });
  }

  function say(topic: string, frame: object): void {
    for (const line of server.lines()) if (subscribed.get(line)?.has(topic) === true) line.say(frame);
  }
}

function historyAnswers({ now, listedAt }: { now: number; listedAt: number }): Record<string, (question: Question) => ReturnType<Respond>> {
  const times = ({ startTime, endTime }: { startTime: number; endTime: number }, stepMs: number): number[] => {
    const first = Math.ceil(Math.max(startTime, listedAt) / stepMs) * stepMs;
    const last = Math.min(endTime, now);
    return Array.from({ length: Math.max(0, Math.floor((last - first) / stepMs) + 1) }, (_, i) => first + i * stepMs);
  };
  return {
    meta: () => ({ body: meta() }),
    metaAndAssetCtxs: () => ({ body: [meta(), contexts()] }),
    l2Book: ({ coin = "" }) => ({ body: l2Book(coin, { time: now }).data }),
    candleSnapshot: ({ req }) => ({
      body: req === undefined ? [] : times(req, MINUTE).map((openTime) => candle(req.coin, { openTime, trades: 9 }).data),
    }),
    // At most 500 rows, the oldest first.
    fundingHistory: ({ coin, startTime = 0, endTime = now }) => ({
      body: times({ startTime, endTime }, HOUR)
        .slice(0, 500)
        .map((time) => ({ coin, fundingRate: "0.0000125", premium: "0.0003", time })),
    }),
  };
}
