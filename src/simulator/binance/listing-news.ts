import { MINUTE_MS, SECOND_MS } from "#core/units.ts";
import type { ForcedOrder } from "#simulator/market/tape.ts";
import { firstTradeAt } from "#simulator/market/trade-ring.ts";
import { type Listing, bestBidTick } from "./listing.ts";
import type { BookUpdate } from "./order-book.ts";

/** What happened on one listing since the last look. */
export interface ListingNews {
  readonly listing: Listing;
  /** Whole epoch ms. */
  readonly now: number;
  /** Ids of new prints: [firstTradeId, endTradeId). */
  readonly firstTradeId: number;
  readonly endTradeId: number;
  readonly liquidations: readonly ForcedOrder[];
  readonly book: BookUpdate;
  /** Starts of minutes whose candle is due, oldest first: those that ended, and the running one every quarter second. */
  readonly candleMinutes: readonly number[];
  /** A new second has begun. */
  readonly markIsDue: boolean;
}

const CANDLE_MS = 250;
/** After a stall of the process older prints are not sent; REST still has them. */
const OLDEST_TRADE_MS = MINUTE_MS;

/** Looks at a listing again and again; every print and liquidation is reported once. */
export function createNewsReader(listing: Listing): (now: number) => ListingNews {
  const { recorder, liquidations, book } = listing;
  let endTradeId = recorder.trades.nextId;
  let lookedAt = recorder.now;

  return (now) => {
    const firstTradeId = Math.max(endTradeId, firstTradeAt(recorder.trades, now - OLDEST_TRADE_MS));
    endTradeId = recorder.trades.nextId;
    const due = [...recorder.takeForced().map((order) => liquidations.offer(order)), liquidations.flush(now)];
    const news = {
      listing,
      now,
      firstTradeId,
      endTradeId,
      liquidations: due.filter((order) => order !== undefined),
      book: book.move(bestBidTick(recorder), now),
      candleMinutes: candleMinutes(lookedAt, now),
      markIsDue: Math.floor(now / SECOND_MS) !== Math.floor(lookedAt / SECOND_MS),
    };
    lookedAt = now;
    return news;
  };
}

function candleMinutes(before: number, now: number): number[] {
  const minutes: number[] = [];
  for (let start = Math.floor(before / MINUTE_MS) * MINUTE_MS; start + MINUTE_MS <= now; start += MINUTE_MS) minutes.push(start);
  if (Math.floor(now / CANDLE_MS) !== Math.floor(before / CANDLE_MS)) minutes.push(Math.floor(now / MINUTE_MS) * MINUTE_MS);
  return minutes;
}
