import type { Instrument } from "#core/instrument.ts";
import { type HandClock, createHandClock } from "#exchanges/connection/hand-clock.conformance.ts";
import { type LoopbackLine, type LoopbackServer, startLoopbackServer } from "#exchanges/connection/loopback-server.conformance.ts";
import type { Feed } from "#exchanges/exchange.ts";
import { createListener } from "#exchanges/listener.conformance.ts";
import type { DeskSources, FeedPlan, StreamRule, Subscription } from "./feed-plan.ts";
import { startFeed } from "./feed.ts";
import type { Datum, Frame } from "./frame.ts";

export const NOW = Date.UTC(2026, 5, 1, 12);
export const bitcoin: Instrument = {
  exchange: "plain",
  symbol: "BTC",
  coin: "BTC",
  contract: "linear",
  contractSize: 1,
  tickSize: 0.1,
  marginModel: "binance-usdm",
};
export const ID = "plain:BTC";

/** What a client asked of a {@link PlainExchange}. */
export interface Asked {
  readonly action: "subscribe" | "unsubscribe";
  readonly topics: readonly string[];
  readonly request: string;
  readonly line: LoopbackLine;
}

/** An exchange whose frames are our own vocabulary in JSON, to try the feed without a wire format between. */
export interface PlainExchange {
  readonly server: LoopbackServer;
  readonly clock: HandClock;
  readonly feed: Feed;
  readonly heard: ReturnType<typeof createListener>;
  readonly asked: readonly Asked[];
  readonly say: (...data: readonly Datum[]) => void;
  /** Sends so many frames that cannot be read. */
  readonly garble: (count: number) => void;
  /** Health of a stream, or of `connection main`. */
  readonly healthOf: (stream: string) => ReturnType<Feed["health"]>[number];
  stop(): Promise<void>;
}

export interface PlainOptions {
  readonly streams: readonly StreamRule[];
  readonly sources?: DeskSources;
  readonly plan?: (clock: HandClock) => Partial<FeedPlan>;
  /** Default: agrees by topic. */
  readonly answer?: (asked: Asked) => void;
}

export const agree = ({ action, topics, line }: Asked): void => {
  if (action === "subscribe") for (const to of topics) line.say({ kind: "subscribed", to } satisfies Frame);
};

export async function startPlainExchange({ streams, sources = {}, plan, answer = agree }: PlainOptions): Promise<PlainExchange> {
  const asked: Asked[] = [];
  const server = await startLoopbackServer(
    () => ({ body: {} }),
    (line) =>
      line.socket.on("message", (text: Buffer) => {
        const heard = { ...(JSON.parse(text.toString()) as Omit<Asked, "line">), line };
        asked.push(heard);
        answer(heard);
      }),
  );
  const clock = createHandClock(NOW);
  const heard = createListener();
  const subscriptions: Subscription[] = streams.map((rule) => ({ topic: rule.stream, instruments: [ID], streams: [rule] }));
  const feed = startFeed(
    {
      label: "Plain",
      setting: "POWDERKEG_PLAIN_WS_URL",
      timing: { clock, random: () => 0 },
      policy: { overlapMs: 5_000, keepAlive: { everyMs: 600_000 } },
      connections: { weight: 100, windowMs: 60_000 },
      subscribing: {
        message: (action, topics, request) => JSON.stringify({ action, topics: topics.map(({ topic }) => topic), request }),
        answersTo: "topic",
        mostTopicsPerMessage: 2,
        mostBytesPerMessage: 200,
        messages: [{ weight: 100, windowMs: 1_000 }],
      },
      normalise: (text) => JSON.parse(text) as Frame,
      lines: () => [{ name: "main", url: `ws://${server.host}/main`, subscriptions }],
      sources: () => sources,
      ...plan?.(clock),
    },
    { instruments: [bitcoin], onEvents: heard.onEvents, signal: new AbortController().signal },
  );
  return {
    server,
    clock,
    feed,
    heard,
    asked,
    say: (...data) => server.lines().forEach((line) => line.say({ kind: "data", data } satisfies Frame)),
    garble: (count) => {
      const frame: Frame = { kind: "dropped", reason: "not JSON" };
      for (const line of server.lines()) for (let i = 0; i < count; i++) line.say(frame);
    },
    healthOf: (stream) => {
      const health = feed.health().find((each) => each.stream === stream);
      if (health === undefined) throw new Error(`no stream ${stream}`);
      return health;
    },
    async stop() {
      await feed.stop();
      await server.stop();
    },
  };
}
