import { MINUTE_MS } from "#core/units.ts";
import type { ForcedOrder } from "#simulator/market/tape.ts";
import { type TradeRing, firstTradeAt, restamp, tradeOf } from "#simulator/market/trade-ring.ts";
import { type Listing, bestBidTick } from "./listing.ts";
import type { BookUpdate } from "./order-book.ts";
import type { LiquidationFeed, PublishedTrade, Venue } from "./venue.ts";

/** What happened on one listing since the last look, as the venue's clock stamps it. */
export interface ListingNews {
  readonly listing: Listing;
  /** Whole epoch ms. */
  readonly now: number;
  readonly trades: readonly PublishedTrade[];
  /** What the venue's feed shows of the forced orders. */
  readonly liquidations: readonly ForcedOrder[];
  readonly book: BookUpdate;
  /** Starts of minutes whose candle is due, oldest first: those that ended, and the running one every quarter second. */
  readonly candleMinutes: readonly number[];
  /** Another multiple of `intervalMs` has begun. */
  readonly begins: (intervalMs: number) => boolean;
}

/** What faults make of a look. */
export interface Disturbance {
  /** The venue's clock is ahead by so much. */
  readonly skewMs: number;
  readonly bookIsStale: boolean;
  /** Everything periodic comes so many times as often. */
  readonly pace: number;
}

const CANDLE_MS = 250;
/** After a stall of the process older prints are not sent; REST still has them. */
const OLDEST_TRADE_MS = MINUTE_MS;

export interface Publishing {
  readonly tape: Venue["tape"];
  readonly feed: LiquidationFeed;
  /** Orders that come on top of the market's; taken out as they are read. */
  readonly injected: ForcedOrder[];
}

/** Looks at a listing again and again; every print and liquidation is reported once. */
export function createNewsReader(listing: Listing, { tape = asPrinted, feed, injected }: Publishing): (now: number, disturbance: Disturbance) => ListingNews {
  const { recorder, book } = listing;
  let endTradeId = recorder.trades.nextId;
  let lookedAt = recorder.now;

  return (now, { skewMs, bookIsStale, pace }) => {
    const firstTradeId = Math.max(endTradeId, firstTradeAt(recorder.trades, now - OLDEST_TRADE_MS));
    endTradeId = recorder.trades.nextId;
    const before = lookedAt;
    lookedAt = now;
    const begins = (intervalMs: number) => Math.floor((now * pace) / intervalMs) !== Math.floor((before * pace) / intervalMs);
    return {
      listing,
      now: now + skewMs,
      trades: tape(Array.from({ length: Math.max(0, endTradeId - firstTradeId) }, (_, i) => published(recorder.trades, firstTradeId + i, skewMs))),
      liquidations: feed.due([...recorder.takeForced(), ...injected.splice(0)], now).map((order) => stamped(order, skewMs)),
      book: bookIsStale ? book.stay(now + skewMs) : book.move(bestBidTick(recorder), now + skewMs),
      candleMinutes: candleMinutes(before, now, begins(CANDLE_MS)),
      begins,
    };
  };
}

/** Under the stamp of a clock that is ahead, which it keeps: the exchange's history tells the same trade. */
function published(ring: TradeRing, id: number, skewMs: number): PublishedTrade {
  if (skewMs !== 0) restamp(ring, id, tradeOf(ring, id).time + skewMs);
  return tradeOf(ring, id);
}

const asPrinted = (prints: readonly PublishedTrade[]) => prints;

const stamped = <Dated extends { readonly time: number }>(item: Dated, skewMs: number): Dated => (skewMs === 0 ? item : { ...item, time: item.time + skewMs });

function candleMinutes(before: number, now: number, runningIsDue: boolean): number[] {
  const minutes: number[] = [];
  for (let start = Math.floor(before / MINUTE_MS) * MINUTE_MS; start + MINUTE_MS <= now; start += MINUTE_MS) minutes.push(start);
  if (runningIsDue) minutes.push(Math.floor(now / MINUTE_MS) * MINUTE_MS);
  return minutes;
}
