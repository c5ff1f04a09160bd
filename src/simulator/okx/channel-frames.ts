import { LONG } from "#core/position-side.ts";
import type { ForcedOrder } from "#simulator/market/tape.ts";
import { markBar, tradedBar } from "#simulator/wire/candle-window.ts";
import type { DepthWindow } from "#simulator/wire/depth-window.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import type { ListingNews } from "#simulator/wire/listing-news.ts";
import type { Frame } from "#simulator/wire/venue.ts";
import type { Channel } from "./channels.ts";
import { familyOf, instrumentTypeOf } from "./instrument-names.ts";
import { fundingRate, indexTicker, markPrice, openInterest, ticker } from "./rest-present.ts";
import { tradeRow } from "./rest-history.ts";
import { candleRow, contractsOf, levels, markRow, priceOf } from "./wire-figures.ts";

/** What channels remember from message to message. */
export interface ChannelMemory {
  readonly depth: (listing: Listing) => DepthWindow;
  /** The newest liquidations that were shown of a listing, oldest first. */
  readonly backlog: (listing: Listing) => ForcedOrder[];
  /** Text that a channel sent last of a listing, to stay silent when nothing changed. */
  readonly lastSent: Map<string, string>;
}

export const BOOK_LEVELS = 400;
const BACKLOG = 20;
const KEEP_ALIVE_MS = 60_000;

/** What the news of one listing mean to those who listen to a channel. */
export function framesOf(channel: Channel, news: ListingNews, memory: ChannelMemory): Frame[] {
  const { listing, now, begins, trades } = news;
  const say = (data: object) => [push(channel, listing, [data])];
  switch (channel.kind) {
    case "trades":
      return trades.map((trade) =>
        push(channel, listing, [{ ...tradeRow(listing, trade), count: String(trade.count ?? 1), seqId: 3 * trade.id }], { tells: [trade] }),
      );
    case "tickers":
      return changed(channel, news, memory, (at) => ticker(listing, at));
    case "mark-price":
      return begins(200) ? changed(channel, news, memory, (at) => markPrice(listing, at)) : [];
    case "index-tickers":
      return changed(channel, news, memory, (at) => indexTicker(listing, at));
    case "funding-rate":
      return begins(60_000) ? say(fundingRate(listing, now)) : [];
    case "open-interest":
      return begins(3_000) ? say(openInterest(listing, now)) : [];
    case "books":
      return bookFrames(channel, news, memory);
    case "books5":
    case "bbo-tbt":
      return say(topOfBook(channel, listing));
    case "liquidation-orders":
      return news.liquidations.length === 0 ? [] : [liquidations(channel, listing, news.liquidations)];
    default:
      return candleFrames(channel, news);
  }
}

/** What a listener gets at once. */
export function openingOf(channel: Channel, listing: Listing, memory: ChannelMemory): Frame[] {
  const now = Math.floor(listing.book.lastTime);
  const say = (data: object) => [push(channel, listing, [data])];
  if (channel.kind === "tickers") return say(ticker(listing, now));
  if (channel.kind === "mark-price") return say(markPrice(listing, now));
  if (channel.kind === "index-tickers") return say(indexTicker(listing, now));
  if (channel.kind === "funding-rate") return say(fundingRate(listing, now));
  if (channel.kind === "open-interest") return say(openInterest(listing, now));
  if (channel.kind === "liquidation-orders") {
    const shown = memory.backlog(listing);
    return shown.length === 0 ? [] : [liquidations(channel, listing, shown)];
  }
  if (channel.kind !== "books") return [];
  const { id, bids, asks, time } = memory.depth(listing).snapshot();
  return [
    push(
      channel,
      listing,
      [{ asks: levels(listing, asks), bids: levels(listing, bids), ts: String(Math.floor(time)), checksum: 0, prevSeqId: -1, seqId: id }],
      {
        action: "snapshot",
      },
    ),
  ];
}

/** Keeps what was shown for those who come later. */
export function rememberShown({ listing, liquidations: shown }: ListingNews, memory: ChannelMemory): void {
  const backlog = memory.backlog(listing);
  backlog.push(...shown);
  backlog.splice(0, backlog.length - BACKLOG);
}

function push(
  { arg }: Channel,
  { symbol }: Listing,
  data: readonly unknown[],
  { action, tells = [] }: { action?: string; tells?: Frame["tells"] } = {},
): Frame {
  return { symbol, text: JSON.stringify({ arg, ...(action === undefined ? {} : { action }), data }), tells };
}

/** Nothing while only the stamp is new. */
function changed(channel: Channel, { listing, now }: ListingNews, { lastSent }: ChannelMemory, read: (at: number) => object): Frame[] {
  const place = `${channel.arg["channel"]}/${listing.symbol}`;
  const text = JSON.stringify(read(0));
  if (lastSent.get(place) === text) return [];
  lastSent.set(place, text);
  return [push(channel, listing, [read(now)])];
}

/** Changes chain by ids; after a minute without any, one that repeats the id says that the line is alive. */
function bookFrames(channel: Channel, { listing, now, begins }: ListingNews, memory: ChannelMemory): Frame[] {
  const window = memory.depth(listing);
  const change = window.next();
  const ts = String(now);
  if (change === undefined) {
    if (!begins(KEEP_ALIVE_MS)) return [];
    const { id } = window.snapshot();
    return [push(channel, listing, [{ asks: [], bids: [], ts, checksum: 0, prevSeqId: id, seqId: id }], { action: "update" })];
  }
  const data = { asks: levels(listing, change.asks), bids: levels(listing, change.bids), ts, checksum: 0, prevSeqId: change.previousId, seqId: change.id };
  return [push(channel, listing, [data], { action: "update" })];
}

function topOfBook({ kind }: Channel, listing: Listing): object {
  const { book, symbol } = listing;
  const count = kind === "bbo-tbt" ? 1 : 5;
  return {
    asks: levels(listing, book.asks(count)),
    bids: levels(listing, book.bids(count)),
    instId: symbol,
    ts: String(Math.floor(book.lastTime)),
    seqId: book.lastId,
  };
}

/** The side is the order's, `posSide` the position's; a net position's side follows from the order's. */
function liquidations(channel: Channel, listing: Listing, orders: readonly ForcedOrder[]): Frame {
  const family = familyOf(listing);
  const details = orders.map(({ time, side, lots, bankruptcyPrice }) => ({
    bkLoss: "0",
    bkPx: priceOf(listing, bankruptcyPrice),
    ccy: "",
    posSide: Math.floor(time) % 4 === 0 ? "net" : side === LONG ? "long" : "short",
    side: side === LONG ? "sell" : "buy",
    sz: contractsOf(listing, lots),
    ts: String(Math.floor(time)),
  }));
  return push(channel, listing, [{ details, instFamily: family, instId: listing.symbol, instType: instrumentTypeOf(listing), uly: family }], { tells: orders });
}

/** Candles once a second, and once more when they close. */
function candleFrames(channel: Channel, { listing, candleMinutes, begins }: ListingNews): Frame[] {
  const { minutes, now: recordedTo } = listing.recorder;
  const { intervalMs, kind } = channel;
  return candleMinutes.flatMap((minute) => {
    const start = Math.floor(minute / intervalMs) * intervalMs;
    if (start + intervalMs > recordedTo && !begins(1_000)) return [];
    const bar = (kind === "candle" ? tradedBar : markBar)(minutes, start, intervalMs);
    return bar === undefined ? [] : [push(channel, listing, [(kind === "candle" ? candleRow : markRow)(listing, bar, recordedTo)])];
  });
}
