import { LONG } from "#core/position-side.ts";
import { type ForcedOrder, TAKER_BUY } from "#simulator/market/tape.ts";
import type { FaultKind } from "./fault.ts";
import type { Listing } from "./listing.ts";
import type { ListingNews } from "./listing-news.ts";
import type { Frame, PublishedTrade } from "./venue.ts";

interface Sent {
  readonly exchange: string;
  readonly symbol: string;
  /** As the venue stamps it. */
  readonly time: number;
  /** Base coin; inverse: USD face. */
  readonly size: number;
  /** Lines that it was written to, whole. */
  listeners: number;
  /** The fault that kept it from at least one stream. */
  withheld?: FaultKind;
}

export interface SentTrade extends Sent {
  readonly kind: "trades";
  /** Of the last print, and how many prints up to it this is. */
  readonly id: number;
  readonly count: number;
  readonly price: number;
  readonly takerSide: "buy" | "sell";
}

export interface SentLiquidation extends Sent {
  readonly kind: "liquidations";
  readonly positionSide: "long" | "short";
  readonly bankruptcyPrice: number;
  /** Of what the book took; undefined when it took nothing. */
  readonly averagePrice: number | undefined;
  readonly filledSize: number;
}

export interface JournalQuery {
  readonly exchange?: string | undefined;
  readonly symbol?: string | undefined;
  /** Epoch ms, both ends included. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** What the venues published: the newest of each kind, oldest first. */
export interface Journal {
  trades(query?: JournalQuery): readonly SentTrade[];
  liquidations(query?: JournalQuery): readonly SentLiquidation[];
  /** Entries of either kind that were let go because there were too many. */
  readonly forgotten: number;
}

export interface JournalKeeper extends Journal {
  publish(news: ListingNews): void;
  withhold(frame: Frame, by: FaultKind): void;
  deliver(frame: Frame, listeners: number): void;
}

/** What one look at a listing published, as it enters the journal: before anybody gets it. */
export interface Publication {
  readonly listing: Listing;
  readonly trades: readonly SentTrade[];
  readonly liquidations: readonly SentLiquidation[];
}

export interface JournalOptions {
  /** Entries of each kind. */
  readonly keep: number;
  /** Hears of every publication, those without news too: the book may have moved. Must not throw. */
  readonly onPublished?: ((publication: Publication) => void) | undefined;
}

export function createJournal({ keep, onPublished }: JournalOptions): JournalKeeper {
  const trades = createLog<SentTrade>(keep);
  const liquidations = createLog<SentLiquidation>(keep);
  const entries = new WeakMap<PublishedTrade | ForcedOrder, Sent>();
  const told = ({ tells = [] }: Frame) => tells.flatMap((item) => entries.get(item) ?? []);

  function entered<Entry extends Sent>(item: PublishedTrade | ForcedOrder, entry: Entry): Entry {
    entries.set(item, entry);
    return entry;
  }

  return {
    trades: trades.read,
    liquidations: liquidations.read,
    get forgotten() {
      return trades.forgotten() + liquidations.forgotten();
    },
    publish(news) {
      const sentTrades = news.trades.map((trade) => entered(trade, trades.add(sentTrade(news, trade))));
      const sentLiquidations = news.liquidations.map((order) => entered(order, liquidations.add(sentLiquidation(news, order))));
      onPublished?.({ listing: news.listing, trades: sentTrades, liquidations: sentLiquidations });
    },
    withhold(frame, by) {
      for (const entry of told(frame)) entry.withheld ??= by;
    },
    deliver(frame, listeners) {
      if (listeners > 0) for (const entry of told(frame)) entry.listeners += listeners;
    },
  };
}

function sentTrade({ listing }: ListingNews, { id, count = 1, time, price, lots, taker }: PublishedTrade): SentTrade {
  const { exchange, symbol, decimals } = listing;
  return {
    exchange,
    symbol,
    kind: "trades",
    id,
    count,
    time,
    price: written(decimals.price(price)),
    size: written(decimals.size(lots)),
    takerSide: taker === TAKER_BUY ? "buy" : "sell",
    listeners: 0,
  };
}

function sentLiquidation({ listing }: ListingNews, order: ForcedOrder): SentLiquidation {
  const { exchange, symbol, decimals } = listing;
  return {
    exchange,
    symbol,
    kind: "liquidations",
    time: order.time,
    positionSide: order.side === LONG ? "long" : "short",
    size: written(decimals.size(order.lots)),
    bankruptcyPrice: written(decimals.price(order.bankruptcyPrice)),
    averagePrice: Number.isNaN(order.averagePrice) ? undefined : written(decimals.price(order.averagePrice)),
    filledSize: written(decimals.size(order.filledLots)),
    listeners: 0,
  };
}

/** A number as it reads on the wire. */
const written = Number;

/** A list that lets its oldest half go when it is full. */
function createLog<Entry extends Sent>(keep: number) {
  let log: Entry[] = [];
  let forgotten = 0;
  return {
    forgotten: () => forgotten,
    add(entry: Entry): Entry {
      if (log.length >= keep * 2) {
        log = log.slice(keep);
        forgotten += keep;
      }
      log.push(entry);
      return entry;
    },
    read: ({ exchange, symbol, from = -Infinity, to = Infinity }: JournalQuery = {}): readonly Entry[] =>
      log.filter(
        (entry) =>
          (exchange === undefined || entry.exchange === exchange) &&
          (symbol === undefined || entry.symbol === symbol) &&
          entry.time >= from &&
          entry.time <= to,
      ),
  };
}
