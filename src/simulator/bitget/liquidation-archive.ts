import { LONG } from "#core/position-side.ts";
import { DAY_MS } from "#core/units.ts";
import type { ForcedOrder } from "#simulator/market/tape.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { sumBySecond } from "./liquidation-feed.ts";
import { limitOf, numberOf } from "./query.ts";

/** What REST still shows of liquidations. */
export interface LiquidationArchive {
  add(listing: Listing, orders: readonly ForcedOrder[]): void;
  /** `/api/v3/market/liquidations`: newest first; a page begins with the last second of the one before. */
  page(listing: Listing, query: URLSearchParams, now: number): unknown;
}

const KEPT_MS = 3 * DAY_MS;
/** Nothing says how long REST lags behind; what it showed late was minutes old. */
const LATE_MS = 60_000;

export function createLiquidationArchive(): LiquidationArchive {
  const archive = new Map<string, ForcedOrder[]>();
  const of = ({ symbol, forcedBefore }: Listing): ForcedOrder[] => {
    const kept = archive.get(symbol) ?? [...sumBySecond(forcedBefore)];
    archive.set(symbol, kept);
    return kept;
  };
  return {
    add: (listing, orders) => void of(listing).push(...orders),
    page(listing, query, now) {
      const limit = limitOf(query, { usual: 100, most: 100 });
      const until = Math.min(numberOf(query, "cursor") ?? Infinity, now - LATE_MS);
      const shown = of(listing)
        .filter(({ time }) => time <= until && time >= now - KEPT_MS)
        .slice(-limit);
      const oldest = shown.at(0);
      return {
        list: shown.reverse().map((order) => liquidationRow(listing, order)),
        cursor: oldest === undefined || shown.length < limit ? "" : String(oldest.time),
      };
    },
  };
}

/** The side is the position's: `buy` when longs were liquidated. The amount is in quote coin, as documented and as recorded messages have it. */
export function liquidationRow({ symbol, decimals }: Listing, { side, bankruptcyPrice, lots, time }: ForcedOrder) {
  const price = decimals.price(bankruptcyPrice);
  const amount = Number(price) * Number(decimals.size(lots));
  return { symbol, side: side === LONG ? "buy" : "sell", price, amount: String(Number(amount.toPrecision(AMOUNT_DIGITS))), ts: String(time) };
}

/** As many as recorded messages have. */
const AMOUNT_DIGITS = 15;
