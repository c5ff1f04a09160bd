import type { BookEvent, CandleEvent, FundingEvent, LiquidationEvent, MarketEvent, TradeEvent } from "#core/events.ts";
import type { Instrument, InstrumentId } from "#core/instrument.ts";
import type { Ms } from "#core/units.ts";
import type { Timing } from "#exchanges/connection/clock.ts";
import type { SocketPolicy } from "#exchanges/connection/held-socket.ts";
import type { Allowance } from "#exchanges/connection/rate-budget.ts";
import type { RestPause } from "#exchanges/connection/rest-client.ts";
import type { Normalise } from "./frame.ts";
import type { IntakeLimits } from "./intake.ts";

/** Everything that is particular to an exchange's feed, declared; {@link startFeed} does the rest. */
export interface FeedPlan {
  /** The exchange's label, for sentences. */
  readonly label: string;
  /** Environment name of the socket's host, named when it refuses this place. */
  readonly setting: string;
  readonly timing: Timing;
  readonly policy: SocketPolicy;
  /** New connections that the exchange allows from one address; all lines of the feed share it. */
  readonly connections: Allowance;
  /** Absent: a line's address says what it carries. */
  readonly subscribing?: Subscribing | undefined;
  readonly normalise: Normalise;
  /** How many frames may wait for being read. Default: ten seconds of a very busy exchange. */
  readonly intake?: IntakeLimits;
  /** Sockets for these instruments, within the exchange's limit of topics per connection; see `split-line.ts`. */
  readonly lines: (instruments: readonly Instrument[]) => readonly LinePlan[];
  /** What REST adds to the streams of one instrument. Every request must end with the signal. */
  readonly sources: (instrument: Instrument, signal: AbortSignal) => DeskSources;
  /** The exchange's clock, epoch ms, by a cheap request. Absent where it tells none. */
  readonly serverTime?: (signal: AbortSignal) => Promise<Ms>;
  /** Why nothing can be asked over REST at present. */
  readonly pause?: () => RestPause | undefined;
}

/** One socket and what it carries. */
export interface LinePlan {
  /** For people, e.g. `market`. */
  readonly name: string;
  readonly url: string;
  readonly subscriptions: readonly Subscription[];
}

export interface Subscription {
  /** How the exchange names it in its answers and people read it, e.g. `btcusdt@aggTrade`, `publicTrade.BTCUSDT`, `trades:BTC-USDT-SWAP`. */
  readonly topic: string;
  /** What the subscribing message says of it; absent: the topic. */
  readonly argument?: Readonly<Record<string, string>>;
  /** One, or all of the feed that a stream of a whole market tells of. */
  readonly instruments: readonly InstrumentId[];
  readonly streams: readonly StreamRule[];
}

/** What health is kept of, per instrument. */
export type StreamName = "trades" | "mark" | "index" | "funding-rate" | "candles" | "liquidations" | "book" | "open-interest";

export interface StreamRule {
  readonly stream: StreamName;
  /** Longest silence of a healthy stream, ms; undefined where silence for hours is normal (liquidations). */
  readonly staleAfterMs: number | undefined;
}

/** How an exchange is asked for topics by message. */
export interface Subscribing {
  /** The text that asks for topics or gives them up. `request` is a number of ours, as text, that some exchanges repeat in their answer. */
  message(action: "subscribe" | "unsubscribe", topics: readonly Subscription[], request: string): string;
  /** What an answer names, once per message or once per topic. */
  readonly answersTo: "request" | "topic";
  readonly mostTopicsPerMessage: number;
  /** Of one message's text. */
  readonly mostBytesPerMessage: number;
  /** Messages to one connection: every one of these holds. */
  readonly messages: readonly Allowance[];
}

/** What REST adds to the streams of one instrument. What is absent is not mended or not asked for. */
export interface DeskSources {
  readonly trades?: TradesById | TradesByKey;
  readonly candles?: CandleSource;
  readonly book?: BookByRest | BookByStream;
  readonly funding?: FundingSource;
  /** Where the exchange keeps liquidations: asked for what was printed since the last one heard. Whoever prints them out of order looks back further. */
  readonly liquidations?: { fetchSince(from: Ms): Promise<readonly LiquidationEvent[]> };
  readonly polls?: readonly Poll[];
}

export interface FundingSource {
  /** Settlements at `from` or later. Asked for when the ticker's `nextFundingTime` has moved on. */
  fetchSince(from: Ms): Promise<readonly FundingEvent[]>;
  /** Where no ticker says when the next settlement is: there is one at every full multiple of this. */
  readonly everyMs?: Ms;
}

/** Trades whose ids count up: what is missing is known, and fetched. */
export interface TradesById {
  readonly by: "id";
  /** Some of the trades with ids in [firstId, lastId], from either end; others in the answer are ignored. Asked again until nothing comes. */
  fetchSpan(firstId: number, lastId: number): Promise<readonly TradeEvent[]>;
}

/** Trades told apart by a key only: after a break the newest are fetched, and it is a gap when they do not reach back far enough. */
export interface TradesByKey {
  readonly by: "key";
  /**
   * How many {@link fetchRecent} gives at most, where asking is cheap: with it what was heard is compared with them four times a minute or, in a busy
   * market, as often as it takes, so that trades missed on a living line are found.
   */
  readonly recentTrades?: number;
  /** The volume of the candle stream is the sum of these trades: a minute whose trades do not add up to it is a gap. For who cannot be asked often. */
  readonly barsCountThem?: boolean;
  fetchRecent?(): Promise<readonly KeyedTrade[]>;
  /** Pages from the newest trade back, for a hole that {@link fetchRecent} does not cover; each newest first. Their times may be whole seconds. */
  fetchOlder?(): AsyncIterable<readonly KeyedTrade[]>;
}

export interface KeyedTrade {
  readonly key: string;
  readonly event: TradeEvent;
}

export interface CandleSource {
  /** Closed bars with open times in [from, to]. */
  fetchRange(from: Ms, to: Ms): Promise<readonly CandleEvent[]>;
  /** `next`: the exchange does not mark a bar as closed; the first state of the next bar closes it. */
  readonly closedBy: "flag" | "next";
}

/** Updates only; a snapshot is fetched, and the update that spans its number is the first to apply. */
export interface BookByRest {
  readonly snapshots: "rest";
  fetchSnapshot(): Promise<{ readonly last: number; readonly event: BookEvent }>;
}

/** The stream begins with a snapshot (or is all snapshots); after a hole the topic is asked for anew. */
export interface BookByStream {
  readonly snapshots: "stream";
}

/** Something that is asked for again and again because no stream tells it. */
export interface Poll {
  readonly stream: "open-interest" | "ratio" | "mark";
  readonly everyMs: number;
  readonly staleAfterMs: number;
  /** Current value, or the last few; those not younger than what was told before are repeats. */
  readonly ask: () => Promise<readonly Extract<MarketEvent, { readonly time: Ms }>[]>;
}
