import { deflateRawSync } from "node:zlib";
import type { Trade } from "#simulator/market/trade-ring.ts";
import { tradedBar } from "#simulator/wire/candle-window.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import type { ListingNews } from "#simulator/wire/listing-news.ts";
import { EVERY_SYMBOL, type Frame } from "#simulator/wire/venue.ts";
import { INTERVAL_MS } from "./info-request.ts";
import { assetContext, book, mids, newestTrades, tradeOnTape } from "./market-info.ts";
import type { Topic } from "./topics.ts";
import { candleOf } from "./wire-figures.ts";

/** Marks as they were told last, to tell only those that moved. */
export type ToldMarks = Map<string, string>;

const BOOK_MS = 500;
const CONTEXT_MS = 1_000;
const BACKLOG_TRADES = 30;

/** What the news mean to those who listen to a topic. */
export function framesOf(topic: Topic, news: readonly ListingNews[], told: ToldMarks): Frame[] {
  if (topic.coin === EVERY_SYMBOL)
    return news.length > 0 && news[0].begins(CONTEXT_MS)
      ? ofEverything(
          topic,
          news.map(({ listing }) => listing),
          told,
        )
      : [];
  return news.flatMap((item) => framesOfCoin(topic, item));
}

function framesOfCoin(topic: Topic, { listing, trades, begins, candleMinutes }: ListingNews): Frame[] {
  switch (topic.kind) {
    case "trades":
      return trades.length === 0 ? [] : [tradesFrame(listing, trades)];
    case "l2Book":
      return begins(BOOK_MS) ? [push(topic, listing, book(listing, topic.asked, topic.levels))] : [];
    case "bbo":
      return [push(topic, listing, bestOf(listing))];
    case "candle":
      return begins(CONTEXT_MS) || candleMinutes.length > 1 ? candleFrames(topic, listing, candleMinutes) : [];
    default:
      return begins(CONTEXT_MS) ? [push(topic, listing, { coin: listing.symbol, ctx: assetContext(listing) })] : [];
  }
}

/** What a listener gets at once. */
export function openingOf(topic: Topic, listings: readonly Listing[]): Frame[] {
  if (topic.coin === EVERY_SYMBOL) return ofEverything(topic, listings, new Map());
  return listings.flatMap((listing) => {
    if (topic.kind === "trades") return [tradesFrame(listing, newestTrades(listing, BACKLOG_TRADES).reverse())];
    if (topic.kind === "l2Book") return [push(topic, listing, book(listing, topic.asked, topic.levels))];
    if (topic.kind === "bbo") return [push(topic, listing, bestOf(listing))];
    if (topic.kind === "candle") return candleFrames(topic, listing, [Math.floor(listing.recorder.now)]);
    return [push(topic, listing, { coin: listing.symbol, ctx: assetContext(listing) })];
  });
}

const push = ({ kind }: Topic, { symbol }: { readonly symbol: string }, data: unknown): Frame => ({ symbol, text: JSON.stringify({ channel: kind, data }) });

const tradesFrame = (listing: Listing, trades: readonly Trade[]): Frame => ({
  symbol: listing.symbol,
  text: JSON.stringify({ channel: "trades", data: trades.map((trade) => tradeOnTape(listing, trade)) }),
  tells: trades,
});

function bestOf(listing: Listing): unknown {
  const { coin, time, levels } = book(listing, {}, 1);
  return { coin, time, bbo: [levels[0][0] ?? null, levels[1][0] ?? null] };
}

/** Nothing says that a candle has closed, but the next. */
function candleFrames(topic: Topic, listing: Listing, minutes: readonly number[]): Frame[] {
  const intervalMs = INTERVAL_MS[topic.interval];
  const starts = new Set(minutes.map((minute) => Math.floor(minute / intervalMs) * intervalMs));
  return [...starts].flatMap((start) => {
    const bar = tradedBar(listing.recorder.minutes, start, intervalMs);
    return bar === undefined ? [] : [push(topic, listing, candleOf(listing, bar, topic.interval))];
  });
}

function ofEverything(topic: Topic, listings: readonly Listing[], told: ToldMarks): Frame[] {
  const market = { symbol: EVERY_SYMBOL };
  if (topic.kind === "allMids") return [push(topic, market, { mids: mids(listings) })];
  if (topic.kind === "allDexsAssetCtxs") return [push(topic, market, { ctxs: [["", listings.map(assetContext)]] })];
  const moved = listings.map((listing) => [listing.symbol, assetContext(listing).markPx] as const).filter(([coin, mark]) => told.get(coin) !== mark);
  if (moved.length === 0) return [];
  for (const [coin, mark] of moved) told.set(coin, mark);
  const json = JSON.stringify(Object.fromEntries(moved.map(([coin, markPx]) => [coin, { markPx }])));
  return [push(topic, market, deflateRawSync(json).toString("base64"))];
}
