import { LONG } from "#core/position-side.ts";
import { TAKER_BUY } from "#simulator/market/tape.ts";
import { tradedBar } from "#simulator/wire/candle-window.ts";
import type { DepthWindow } from "#simulator/wire/depth-window.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import type { ListingNews } from "#simulator/wire/listing-news.ts";
import type { Frame } from "#simulator/wire/venue.ts";
import { CANDLE_MS } from "./query.ts";
import type { TickerStream } from "./ticker-stream.ts";
import type { Topic } from "./topics.ts";
import { executionId, levels, turnoverOf } from "./wire-figures.ts";

/** Most trades in one message. */
const MOST_TRADES = 1_024;

/** What topics remember from message to message. */
export interface TopicMemory {
  readonly depth: (listing: Listing, levels: number) => DepthWindow;
  readonly ticker: (listing: Listing) => TickerStream;
}

/** What the news mean to those who listen to a topic. */
export function framesOf(topic: Topic, news: ListingNews, memory: TopicMemory): Frame[] {
  if (topic.kind === "publicTrade") return tradeFrames(topic, news);
  if (topic.kind === "allLiquidation") return liquidationFrames(topic, news);
  if (topic.kind === "kline") return candleFrames(topic, news);
  if (topic.kind === "tickers") {
    const changed = memory.ticker(news.listing).next(news.now);
    return changed === undefined ? [] : [message(topic, { type: "delta", data: changed, cs: news.listing.book.lastId, ts: news.now })];
  }
  const change = memory.depth(news.listing, Number(topic.detail)).next();
  return change === undefined ? [] : [message(topic, { type: "delta", ...bookBody(news.listing, change, news.now) })];
}

const message = ({ name, symbol }: Topic, body: object, tells: Frame["tells"] = []): Frame => ({
  symbol,
  text: JSON.stringify({ topic: name, ...body }),
  tells,
});

/** The first message of a topic that has a state, if it has one. */
export function openingOf(topic: Topic, listing: Listing, memory: TopicMemory): Frame[] {
  const now = Math.floor(listing.book.lastTime);
  if (topic.kind === "tickers") return [message(topic, { type: "snapshot", data: memory.ticker(listing).snapshot(now), cs: listing.book.lastId, ts: now })];
  if (topic.kind !== "orderbook") return [];
  const book = memory.depth(listing, Number(topic.detail)).snapshot();
  return [message(topic, { type: "snapshot", ...bookBody(listing, book, Math.floor(book.time)) })];
}

/** `u` counts the messages of the topic, `seq` the changes of the whole book. */
function bookBody(listing: Listing, book: Pick<ReturnType<DepthWindow["snapshot"]>, "id" | "count" | "bids" | "asks">, now: number) {
  const data = { s: listing.symbol, b: levels(listing, book.bids), a: levels(listing, book.asks), u: FIRST_UPDATE + book.count, seq: book.id };
  return { ts: now, data, cts: now };
}

/** `u` of 1 would mean that the service has restarted. */
const FIRST_UPDATE = 18_521_288;

function tradeFrames(topic: Topic, { listing, trades, now }: ListingNews): Frame[] {
  const { symbol, decimals } = listing;
  const frames: Frame[] = [];
  for (let first = 0; first < trades.length; first += MOST_TRADES) {
    const part = trades.slice(first, first + MOST_TRADES);
    const data = part.map(({ id, time, price, lots, taker }) => ({
      T: Math.floor(time),
      s: symbol,
      S: taker === TAKER_BUY ? "Buy" : "Sell",
      v: decimals.size(lots),
      p: decimals.price(price),
      L: "PlusTick",
      i: executionId(id),
      BT: false,
      RPI: false,
      seq: 2 * id,
    }));
    frames.push(message(topic, { type: "snapshot", ts: now, data }, part));
  }
  return frames;
}

/** The side is the position's: `Buy` when a long was liquidated. The price is the bankruptcy price. */
function liquidationFrames(topic: Topic, { listing, liquidations, now }: ListingNews): Frame[] {
  if (liquidations.length === 0) return [];
  const { symbol, decimals } = listing;
  const data = liquidations.map(({ time, side, lots, bankruptcyPrice }) => ({
    T: Math.floor(time),
    s: symbol,
    S: side === LONG ? "Buy" : "Sell",
    v: decimals.size(lots),
    p: decimals.price(bankruptcyPrice),
  }));
  return [message(topic, { type: "snapshot", ts: now, data }, liquidations)];
}

/** Candles once a second, and once more when they close. */
function candleFrames(topic: Topic, { listing, candleMinutes, begins, now }: ListingNews): Frame[] {
  const { minutes, now: recordedTo, trades } = listing.recorder;
  const { decimals } = listing;
  const intervalMs = CANDLE_MS[topic.detail];
  return candleMinutes.flatMap((minute) => {
    const start = Math.floor(minute / intervalMs) * intervalMs;
    const confirm = start + intervalMs <= recordedTo;
    const bar = tradedBar(minutes, start, intervalMs);
    if (bar === undefined || (!confirm && !begins(1_000))) return [];
    const data = {
      start,
      end: start + intervalMs - 1,
      interval: topic.detail,
      open: decimals.price(bar.open),
      close: decimals.price(bar.close),
      high: decimals.price(bar.high),
      low: decimals.price(bar.low),
      volume: decimals.size(bar.volumeLots),
      turnover: turnoverOf(listing, bar),
      confirm,
      timestamp: Math.floor(trades.times[(trades.nextId - 1) & (trades.capacity - 1)]),
    };
    return [message(topic, { type: "snapshot", data: [data], ts: now })];
  });
}
