import { firstTradeAt, tradeOf } from "#simulator/market/trade-ring.ts";
import { INTERVAL_MS, tradedBar } from "./candle-window.ts";
import type { Listing } from "./listing.ts";
import { type ListingNews, createNewsReader } from "./listing-news.ts";
import type { StreamClient } from "./stream-client.ts";
import { type Stream, WHOLE_MARKET } from "./stream-names.ts";
import { aggregateTradeEvent, depthUpdateEvent, forceOrderEvent, klineEvent, markPriceEvent, partialDepthEvent } from "./stream-payloads.ts";

/** Sends what became known since its last call to everyone who subscribed. */
export interface Broadcaster {
  /** `now`: whole epoch ms up to which every listing is recorded. */
  publish(now: number): void;
}

export function createBroadcaster(listings: readonly Listing[], clients: ReadonlySet<StreamClient>): Broadcaster {
  const readers = listings.map(createNewsReader);
  return {
    publish(now) {
      const news = readers.map((read) => read(now));
      for (const { stream, listeners } of audience(clients).values()) {
        for (const payload of payloadsOf(stream, news)) {
          const json = JSON.stringify(payload);
          for (const client of listeners) client.send(stream, json);
        }
      }
    },
  };
}

/** Who listens to what: each stream's payload is made once for all of its listeners. */
function audience(clients: ReadonlySet<StreamClient>): Map<string, { stream: Stream; listeners: StreamClient[] }> {
  const byName = new Map<string, { stream: Stream; listeners: StreamClient[] }>();
  for (const client of clients) {
    for (const [name, stream] of client.streams) {
      const known = byName.get(name);
      if (known === undefined) byName.set(name, { stream, listeners: [client] });
      else known.listeners.push(client);
    }
  }
  return byName;
}

function payloadsOf(stream: Stream, news: readonly ListingNews[]): unknown[] {
  const concerned = stream.symbol === WHOLE_MARKET ? news : news.filter(({ listing }) => listing.symbol === stream.symbol);
  if (stream.symbol === WHOLE_MARKET && stream.kind === "markPrice") {
    const due = concerned.filter(({ markIsDue }) => markIsDue);
    return due.length === 0 ? [] : [due.map(({ listing, now }) => markPriceEvent(listing, now))];
  }
  return concerned.flatMap((item) => payloadsOfListing(stream, item));
}

function payloadsOfListing(stream: Stream, news: ListingNews): unknown[] {
  const { listing, now, firstTradeId, endTradeId } = news;
  if (stream.kind === "aggTrade")
    return Array.from({ length: endTradeId - firstTradeId }, (_, i) => aggregateTradeEvent(listing, tradeOf(listing.recorder.trades, firstTradeId + i), now));
  if (stream.kind === "forceOrder") return news.liquidations.map((order) => forceOrderEvent(listing, order, now));
  if (stream.kind === "markPrice") return news.markIsDue ? [markPriceEvent(listing, now)] : [];
  if (stream.kind === "kline") return news.candleMinutes.flatMap((minute) => candle(news, stream.interval, minute) ?? []);
  if (stream.kind === "partialDepth") return [partialDepthEvent(listing, news.book, stream.levels)];
  return [depthUpdateEvent(listing, news.book)];
}

/** The candle of any interval that holds a minute, as it is now; undefined before its first trade. */
function candle({ listing, now }: ListingNews, interval: string, minute: number) {
  const { minutes, trades } = listing.recorder;
  const intervalMs = INTERVAL_MS[interval];
  const bar = tradedBar(minutes, Math.floor(minute / intervalMs) * intervalMs, intervalMs);
  if (bar === undefined) return undefined;
  const firstId = firstTradeAt(trades, bar.openTime);
  const lastId = firstTradeAt(trades, bar.openTime + intervalMs) - 1;
  return klineEvent(listing, bar, { interval, firstId, lastId, now });
}
