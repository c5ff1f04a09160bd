import { DAY_MS, MINUTE_MS } from "#core/units.ts";
import { INTERVAL_MS, tradedBar } from "#simulator/wire/candle-window.ts";
import type { ListingNews } from "#simulator/wire/listing-news.ts";
import { EVERY_SYMBOL, type Frame, type StreamWire } from "#simulator/wire/venue.ts";
import { firstTradeAt } from "#simulator/market/trade-ring.ts";
import { createProtocol, parseStreamAddress } from "./protocol.ts";
import { type Stream, parseStream } from "./stream-names.ts";
import { aggregateTradeEvent, depthUpdateEvent, forceOrderEvent, klineEvent, markPriceEvent, partialDepthEvent } from "./stream-payloads.ts";

/** Binance's WebSocket streams. Limits: developers.binance.com, USD-M WebSocket connect; 300 new lines in 5 minutes. */
export const STREAMS: StreamWire = {
  limits: {
    mostOpen: 1_000,
    mostNew: 300,
    newWindowMs: 5 * MINUTE_MS,
    messagesPerSecond: 10,
    ping: { everyMs: 3 * MINUTE_MS, answerWithinMs: 10 * MINUTE_MS },
    lifetimeMs: DAY_MS,
  },
  accept(path, query) {
    const address = parseStreamAddress(path, query);
    return address && createProtocol(address);
  },
  frames({ key, symbol }, news) {
    const stream = parseStream(key);
    if (stream === undefined) return [];
    const concerned = symbol === EVERY_SYMBOL ? news : news.filter(({ listing }) => listing.symbol === symbol);
    if (symbol === EVERY_SYMBOL && stream.kind === "markPrice") return allMarks(concerned);
    return concerned.flatMap((item) => framesOf(stream, item));
  },
};

function allMarks(news: readonly ListingNews[]): Frame[] {
  const due = news.filter((item) => markIsDue(item));
  if (due.length === 0) return [];
  return [{ symbol: EVERY_SYMBOL, text: JSON.stringify(due.map(({ listing, now }) => markPriceEvent(listing, now))) }];
}

function framesOf(stream: Stream, news: ListingNews): Frame[] {
  const { listing, now } = news;
  const frame = (payload: unknown): Frame => ({ symbol: listing.symbol, text: JSON.stringify(payload) });
  if (stream.kind === "aggTrade") return news.trades.map((trade) => ({ ...frame(aggregateTradeEvent(listing, trade, now)), tells: [trade] }));
  if (stream.kind === "forceOrder") return news.liquidations.map((order) => ({ ...frame(forceOrderEvent(listing, order, now)), tells: [order] }));
  if (stream.kind === "markPrice") return markIsDue(news) ? [frame(markPriceEvent(listing, now))] : [];
  if (stream.kind === "kline") return news.candleMinutes.flatMap((minute) => candle(news, stream.interval, minute) ?? []).map(frame);
  if (stream.kind === "partialDepth") return [frame(partialDepthEvent(listing, news.book, stream.levels))];
  return [frame(depthUpdateEvent(listing, news.book))];
}

const markIsDue = ({ begins }: ListingNews): boolean => begins(1_000);

/** The candle of any interval that holds a minute, as it is now; undefined before its first trade. */
function candle({ listing, now }: ListingNews, interval: string, minute: number) {
  const { minutes, trades, now: recordedTo } = listing.recorder;
  const intervalMs = INTERVAL_MS[interval];
  const bar = tradedBar(minutes, Math.floor(minute / intervalMs) * intervalMs, intervalMs);
  if (bar === undefined) return undefined;
  const firstId = firstTradeAt(trades, bar.openTime);
  const lastId = firstTradeAt(trades, bar.openTime + intervalMs) - 1;
  // The venue's clock may be ahead of what happened.
  return klineEvent(listing, bar, { interval, firstId, lastId, now, closed: bar.openTime + intervalMs <= recordedTo });
}
