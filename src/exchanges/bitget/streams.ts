import { type Instrument, instrumentId } from "#core/instrument.ts";
import { splitLine } from "#exchanges/feeding/split-line.ts";
import type { LinePlan, StreamRule, Subscription } from "#exchanges/feeding/feed-plan.ts";
import { CATEGORIES, type Category, categoryOf } from "./category.ts";
import { type TopicArgument, instTypeOf, topicName } from "./topics.ts";

interface Topic {
  readonly topic: string;
  readonly interval?: string;
  readonly streams: readonly StreamRule[];
}

const LIQUIDATIONS: readonly StreamRule[] = [{ stream: "liquidations", staleAfterMs: undefined }];

/** Tickers are pushed whole, whatever of them has changed. */
const TOPICS: readonly Topic[] = [
  { topic: "publicTrade", streams: [{ stream: "trades", staleAfterMs: 300_000 }] },
  {
    topic: "ticker",
    streams: [
      { stream: "mark", staleAfterMs: 30_000 },
      { stream: "index", staleAfterMs: 30_000 },
      { stream: "funding-rate", staleAfterMs: 30_000 },
      { stream: "open-interest", staleAfterMs: 60_000 },
    ],
  },
  { topic: "kline", interval: "1m", streams: [{ stream: "candles", staleAfterMs: 150_000 }] },
  { topic: "books", streams: [{ stream: "book", staleAfterMs: 30_000 }] },
];

/** Nobody may trade a dated future for an hour, and it has no funding. */
const TOPICS_OF_DATED: readonly Topic[] = TOPICS.map((topic) => ({
  ...topic,
  streams: topic.streams
    .filter(({ stream }) => stream !== "funding-rate")
    .map(({ stream, staleAfterMs }) => ({ stream, staleAfterMs: topic.topic === "ticker" ? staleAfterMs : undefined })),
}));

/** Bitget advises less than 50 topics a connection. */
const MOST_TOPICS = 48;

/** One line, more for many instruments. The forced orders of a category are one topic. */
export function planLines(wsUrl: string, instruments: readonly Instrument[]): readonly LinePlan[] {
  const url = `${wsUrl.replace(/\/+$/, "")}/v3/ws/public`;
  const subscriptions = CATEGORIES.flatMap((category) => {
    const followed = instruments.filter((instrument) => categoryOf(instrument) === category);
    return followed.length === 0 ? [] : [liquidationsOf(category, followed)].concat(followed.flatMap((instrument) => subscriptionsOf(instrument, category)));
  });
  return splitLine({ name: "public", url: () => url, subscriptions }, MOST_TOPICS);
}

const liquidationsOf = (category: Category, followed: readonly Instrument[]): Subscription =>
  subscription({ instType: instTypeOf(category), topic: "liquidation" }, followed, LIQUIDATIONS);

function subscriptionsOf(instrument: Instrument, category: Category): readonly Subscription[] {
  const topics = instrument.expiry === undefined ? TOPICS : TOPICS_OF_DATED;
  return topics.map(({ topic, interval, streams }) =>
    subscription({ instType: instTypeOf(category), topic, symbol: instrument.symbol, ...(interval === undefined ? {} : { interval }) }, [instrument], streams),
  );
}

const subscription = (argument: TopicArgument, instruments: readonly Instrument[], streams: readonly StreamRule[]): Subscription => ({
  topic: topicName(argument),
  argument: { ...argument },
  instruments: instruments.map(instrumentId),
  streams,
});
