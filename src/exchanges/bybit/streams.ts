import { type Instrument, instrumentId } from "#core/instrument.ts";
import { splitLine } from "#exchanges/feeding/split-line.ts";
import type { LinePlan, StreamRule, Subscription } from "#exchanges/feeding/feed-plan.ts";
import { BOOK_DEPTH } from "./endpoints.ts";

interface Topic {
  readonly prefix: string;
  readonly streams: readonly StreamRule[];
}

const TICKERS: Topic = {
  prefix: "tickers",
  streams: [
    { stream: "mark", staleAfterMs: 30_000 },
    { stream: "index", staleAfterMs: 60_000 },
    // These come only when they have changed.
    { stream: "funding-rate", staleAfterMs: undefined },
    { stream: "open-interest", staleAfterMs: undefined },
  ],
};
const LIQUIDATIONS: Topic = { prefix: "allLiquidation", streams: [{ stream: "liquidations", staleAfterMs: undefined }] };

const TOPICS: readonly Topic[] = [
  { prefix: "publicTrade", streams: [{ stream: "trades", staleAfterMs: 300_000 }] },
  TICKERS,
  { prefix: "kline.1", streams: [{ stream: "candles", staleAfterMs: 150_000 }] },
  LIQUIDATIONS,
  { prefix: `orderbook.${BOOK_DEPTH}`, streams: [{ stream: "book", staleAfterMs: 30_000 }] },
];

/** Nobody may trade a dated future for an hour. */
const TOPICS_OF_DATED = TOPICS.map((topic) =>
  topic === TICKERS ? topic : { ...topic, streams: topic.streams.map(({ stream }) => ({ stream, staleAfterMs: undefined })) },
);

/** Topics of one instrument, which is what one message asks for: Bybit refuses a message as a whole, and one delisted symbol must not take others along. */
export const TOPICS_PER_INSTRUMENT = TOPICS.length;

/** Forty instruments. Bybit allows 21,000 characters of topics a connection; fewer lose less when a line breaks. */
const MOST_TOPICS = 40 * TOPICS_PER_INSTRUMENT;

/** One line per category, more for many instruments. */
export function planLines(wsUrl: string, instruments: readonly Instrument[]): readonly LinePlan[] {
  const base = wsUrl.replace(/\/+$/, "");
  return (["linear", "inverse"] as const).flatMap((category) => {
    const subscriptions = instruments.filter(({ contract }) => contract === category).flatMap(subscriptionsOf);
    return splitLine({ name: category, url: () => `${base}/v5/public/${category}`, subscriptions }, MOST_TOPICS);
  });
}

function subscriptionsOf(instrument: Instrument): readonly Subscription[] {
  const topics = instrument.expiry === undefined ? TOPICS : TOPICS_OF_DATED;
  return topics.map(({ prefix, streams }) => ({ topic: `${prefix}.${instrument.symbol}`, instruments: [instrumentId(instrument)], streams }));
}
