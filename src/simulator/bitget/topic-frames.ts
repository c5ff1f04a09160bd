import { TAKER_BUY } from "#simulator/market/tape.ts";
import { type Trade, oldestTradeId, tradeOf } from "#simulator/market/trade-ring.ts";
import { type Bar, tradedBar } from "#simulator/wire/candle-window.ts";
import type { DepthWindow } from "#simulator/wire/depth-window.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import type { ListingNews } from "#simulator/wire/listing-news.ts";
import { BOOK_LEVELS } from "#simulator/wire/book-side.ts";
import type { Frame } from "#simulator/wire/venue.ts";
import { liquidationRow } from "./liquidation-archive.ts";
import { tickerOf } from "./rest-present.ts";
import type { Topic } from "./topics.ts";
import { bookSequence, executionId, levels } from "./wire-figures.ts";

/** What topics remember from message to message. */
export type Depth = (listing: Listing) => DepthWindow;

const SHALLOW_LEVELS = { books1: 1, books5: 5, books50: 50 } as const;
const RECENT_TRADES = 50;
/** Books are told every 150 ms, tickers every 300. */
const BOOK_MS = 150;
const TICKER_MS = 300;

export const FULL_DEPTH = BOOK_LEVELS;

/** What the news of one listing mean to those who listen to a topic. */
export function framesOf(topic: Topic, news: ListingNews, depth: Depth): Frame[] {
  const { listing, now, begins } = news;
  const say = (data: unknown) => [push(topic, listing, { action: "snapshot", now, data: JSON.stringify(data) })];
  switch (topic.kind) {
    case "publicTrade":
      return tradeFrames(topic, news);
    case "ticker":
      return begins(TICKER_MS) ? say([tickerData(listing)]) : [];
    case "kline":
      return candleFrames(topic, news);
    case "liquidation":
      return liquidationFrames(topic, news);
    case "books":
      return begins(BOOK_MS) ? bookFrames(topic, news, depth) : [];
    default:
      return begins(BOOK_MS) ? say([shallowBook(listing, SHALLOW_LEVELS[topic.kind])]) : [];
  }
}

/** What a listener gets at once: everything but liquidations begins with what is. */
export function openingOf(topic: Topic, listing: Listing, depth: Depth): Frame[] {
  const now = Math.floor(listing.book.lastTime);
  const say = (data: unknown) => [push(topic, listing, { action: "snapshot", now, data: JSON.stringify(data) })];
  if (topic.kind === "ticker") return say([tickerData(listing)]);
  if (topic.kind === "publicTrade") return say(recentTrades(listing).map((trade) => tradeData(listing, trade)));
  if (topic.kind === "kline") return say(lastBars(topic, listing).map((bar) => candleData(listing, bar)));
  if (topic.kind !== "books") return [];
  const { id, bids, asks, time } = depth(listing).snapshot();
  return [push(topic, listing, { action: "snapshot", now, data: `[${bookText(listing, { id, previousId: undefined, bids, asks }, Math.floor(time))}]` })];
}

interface Push {
  readonly action: "snapshot" | "update";
  readonly now: number;
  /** JSON. */
  readonly data: string;
  readonly tells?: NonNullable<Frame["tells"]>;
}

const push = ({ arg }: Topic, { symbol }: Listing, { action, now, data, tells = [] }: Push): Frame => ({
  symbol,
  text: `{"data":${data},"arg":${JSON.stringify(arg)},"action":"${action}","ts":${now}}`,
  tells,
});

const tickerData = (listing: Listing) => Object.assign(tickerOf(listing), { nextFundingTime: String(listing.recorder.market.funding.nextTime) });

const shallowBook = (listing: Listing, count: number) => {
  const { book } = listing;
  return {
    a: levels(listing, book.asks(count)),
    b: levels(listing, book.bids(count)),
    checksum: 0,
    pseq: 0,
    seq: book.lastId,
    ts: String(Math.floor(book.lastTime)),
  };
};

/** Sequence numbers are written as digits: they are larger than what a double holds exactly. The first of a book comes after none, 0. */
function bookText(
  listing: Listing,
  change: Pick<ReturnType<DepthWindow["snapshot"]>, "id" | "bids" | "asks"> & { previousId: number | undefined },
  now: number,
): string {
  const before = change.previousId === undefined ? "0" : bookSequence(change.previousId);
  const sides = `"a":${JSON.stringify(levels(listing, change.asks))},"b":${JSON.stringify(levels(listing, change.bids))}`;
  return `{${sides},"checksum":0,"pseq":${before},"seq":${bookSequence(change.id)},"ts":"${now}"}`;
}

function bookFrames(topic: Topic, { listing, now }: ListingNews, depth: Depth): Frame[] {
  const change = depth(listing).next();
  return change === undefined ? [] : [push(topic, listing, { action: "update", now, data: `[${bookText(listing, change, now)}]` })];
}

/** Newest first. */
function tradeFrames(topic: Topic, { listing, trades, now }: ListingNews): Frame[] {
  if (trades.length === 0) return [];
  const data = trades.map((trade) => tradeData(listing, trade)).reverse();
  return [push(topic, listing, { action: "update", now, data: JSON.stringify(data), tells: trades })];
}

const tradeData = ({ decimals }: Listing, { id, price, lots, taker, time }: Trade) => ({
  p: decimals.price(price),
  S: taker === TAKER_BUY ? "buy" : "sell",
  T: String(Math.floor(time)),
  v: decimals.size(lots),
  i: executionId(id),
  L: executionId(id),
});

function recentTrades({ recorder }: Listing): Trade[] {
  const { trades } = recorder;
  const first = Math.max(oldestTradeId(trades), trades.nextId - RECENT_TRADES);
  return Array.from({ length: Math.max(0, trades.nextId - first) }, (_, i) => tradeOf(trades, trades.nextId - 1 - i));
}

function liquidationFrames(topic: Topic, { listing, liquidations, now }: ListingNews): Frame[] {
  if (liquidations.length === 0) return [];
  const data = JSON.stringify(liquidations.map((order) => liquidationRow(listing, order)));
  return [push(topic, listing, { action: "update", now, data, tells: liquidations })];
}

const candleData = ({ decimals }: Listing, { openTime, open, high, low, close, volumeLots, quoteUsd }: Bar) => ({
  start: String(openTime),
  open: decimals.price(open),
  close: decimals.price(close),
  high: decimals.price(high),
  low: decimals.price(low),
  volume: decimals.size(volumeLots),
  turnover: quoteUsd.toFixed(4),
});

/** The running candle and the one before. */
function lastBars({ intervalMs }: Topic, { recorder }: Listing): Bar[] {
  const running = Math.floor(recorder.now / intervalMs) * intervalMs;
  return [running - intervalMs, running].flatMap((start) => tradedBar(recorder.minutes, start, intervalMs) ?? []);
}

/** Candles once a second, and once more when they have closed; nothing says that they have. */
function candleFrames(topic: Topic, { listing, candleMinutes, begins, now }: ListingNews): Frame[] {
  const { minutes, now: recordedTo } = listing.recorder;
  const { intervalMs } = topic;
  return candleMinutes.flatMap((minute) => {
    const start = Math.floor(minute / intervalMs) * intervalMs;
    if (start + intervalMs > recordedTo && !begins(1_000)) return [];
    const bar = tradedBar(minutes, start, intervalMs);
    return bar === undefined ? [] : [push(topic, listing, { action: "update", now, data: JSON.stringify([candleData(listing, bar)]) })];
  });
}
