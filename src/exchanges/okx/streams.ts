import { type Instrument, instrumentId } from "#core/instrument.ts";
import { HOUR_MS } from "#core/units.ts";
import type { LinePlan, StreamName, Subscribing, Subscription } from "#exchanges/feeding/feed-plan.ts";
import { splitLine } from "#exchanges/feeding/split-line.ts";
import type { Fields } from "#exchanges/reading/fields.ts";
import { familyOf, typeOf } from "./listing.ts";

/** OKX asks for fewer than 30 deep books on a connection; a book comes with three other topics at least. */
const MOST_TOPICS = 115;

/** Sockets for all instruments: `/public`, and `/business` for candles. */
export function planLines(wsUrl: string, instruments: readonly Instrument[]): readonly LinePlan[] {
  const base = `${wsUrl.replace(/\/+$/, "")}/ws/v5`;
  const marketWide = [...liquidationTopics(instruments), ...indexTopics(instruments)];
  const ofEach = instruments.flatMap((instrument) => instrumentTopics(instrument));
  const candles = instruments.map((instrument) =>
    topic("candle1m", instrument.symbol, { stream: "candles", instruments: [instrument], staleAfterMs: quietOr(instrument, 180_000) }),
  );
  return [
    ...splitLine({ name: "public", url: () => `${base}/public`, subscriptions: [...marketWide, ...ofEach] }, MOST_TOPICS),
    ...splitLine({ name: "business", url: () => `${base}/business`, subscriptions: candles }, MOST_TOPICS),
  ];
}

/** How OKX is asked for topics; its answers name them one by one. okx.com/docs-v5, WebSocket: 480 messages an hour and 64 kB each. */
export const SUBSCRIBING: Subscribing = {
  message: (action, topics, request) => JSON.stringify({ id: request, op: action, args: topics.map(({ argument }) => argument) }),
  answersTo: "topic",
  mostTopicsPerMessage: 100,
  mostBytesPerMessage: 60_000,
  messages: [{ weight: 480, windowMs: HOUR_MS }],
};

/** A subscription as OKX's answers name it: `trades:BTC-USDT-SWAP`, `liquidation-orders:SWAP`. */
export const topicOf = ({ channel, instId, instType }: Fields): string => `${String(channel)}:${String(instId ?? instType)}`;

/** How long each may be silent, after okx.com/docs-v5: marks come every 10 s at least, an index and a keep-alive of the book every minute, funding every 90 s. */
function instrumentTopics(instrument: Instrument): readonly Subscription[] {
  const { symbol } = instrument;
  const one = (stream: StreamName, staleAfterMs: number | undefined): TopicRule => ({ stream, instruments: [instrument], staleAfterMs });
  const funding = topic("funding-rate", symbol, one("funding-rate", 300_000));
  return [
    topic("trades", symbol, one("trades", quietOr(instrument, 120_000))),
    topic("books", symbol, one("book", 90_000)),
    topic("mark-price", symbol, one("mark", 30_000)),
    topic("open-interest", symbol, one("open-interest", quietOr(instrument, 120_000))),
    ...(instrument.expiry === undefined ? [funding] : []),
  ];
}

/** One topic an index, for all the instruments that it prices. */
function indexTopics(instruments: readonly Instrument[]): readonly Subscription[] {
  const indices = [...new Set(instruments.map(({ symbol }) => familyOf(symbol)))];
  return indices.map((index) =>
    topic("index-tickers", index, { stream: "index", instruments: instruments.filter(({ symbol }) => familyOf(symbol) === index), staleAfterMs: 180_000 }),
  );
}

/** The whole market's, by type: for single instruments there is none. */
function liquidationTopics(instruments: readonly Instrument[]): readonly Subscription[] {
  const types = [...new Set(instruments.map(typeOf))];
  return types.map((instType) => {
    const followed = instruments.filter((instrument) => typeOf(instrument) === instType);
    return subscription({ channel: "liquidation-orders", instType }, { stream: "liquidations", instruments: followed, staleAfterMs: undefined });
  });
}

interface TopicRule {
  readonly stream: StreamName;
  readonly instruments: readonly Instrument[];
  readonly staleAfterMs: number | undefined;
}

const topic = (channel: string, instId: string, rule: TopicRule): Subscription => subscription({ channel, instId }, rule);

function subscription(argument: Readonly<Record<string, string>>, { stream, instruments, staleAfterMs }: TopicRule): Subscription {
  return { topic: topicOf(argument), argument, instruments: instruments.map(instrumentId), streams: [{ stream, staleAfterMs }] };
}

/** Dated futures may go for hours without a trade. */
const quietOr = ({ expiry }: Instrument, staleAfterMs: number): number | undefined => (expiry === undefined ? staleAfterMs : undefined);
