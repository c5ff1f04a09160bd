import type { MarketEvent, TradeEvent } from "#core/events.ts";
import { type Instrument, notionalUsd } from "#core/instrument.ts";
import { rowOf } from "#core/price-rows.ts";
import { type BookSide, clippedSide } from "#insight/order-book/depth-side.ts";
import { type TradePrint, createLargePrints } from "#insight/order-book/large-prints.ts";
import { type Flicker, type Refill, createWallWatch } from "#insight/order-book/wall-watch.ts";
import type { Clock } from "#pipeline/clock.ts";
import { type BookUpdates, type KeptSide, createKeptBook } from "./kept-book.ts";

/** What is known of the order book of one market now. Prices and rows are its own. */
export interface OrderView {
  /** The book's own instant and when it came (epoch ms). */
  readonly time: number;
  readonly heardAt: number;
  /** Since when walls have been watched, epoch ms: the last start or hole. */
  readonly watchedSince: number;
  /** Undefined while a side is empty. */
  readonly best: { readonly bid: number; readonly ask: number } | undefined;
  readonly bids: KeptSide;
  readonly asks: KeptSide;
  readonly refills: readonly Refill[];
  readonly flickers: readonly Flicker[];
  /** Large trades of the last ten minutes, newest first. */
  readonly prints: readonly TradePrint[];
}

/** Keeps the order book of one market and watches what happens in it. */
export interface OrderDesk {
  /** Takes order books and trades; what else comes is left. Never throws. */
  accept(event: MarketEvent): void;
  /** Looks at the walls; called about once a second. */
  tick(): void;
  /** Undefined before the first book. */
  view(): OrderView | undefined;
}

export interface OrderDeskOptions {
  readonly instrument: Instrument;
  readonly updates: BookUpdates;
  readonly clock: Pick<Clock, "now">;
}

/** A snapshot that comes this long after what came before ends a hole. */
const HOLE_MS = 1_500;

export function createOrderDesk({ instrument: { contract }, updates, clock }: OrderDeskOptions): OrderDesk {
  const book = createKeptBook(contract, updates);
  const walls = createWallWatch();
  const prints = createLargePrints();
  const traded: Readonly<Record<BookSide, Map<number, number>>> = { bids: new Map(), asks: new Map() };
  let heard: { readonly time: number; readonly at: number } | undefined;
  let lookedAt: number | undefined;
  let watchedSince = 0;

  function takeTrade({ time, price, size, takerSide }: TradeEvent): void {
    const usd = notionalUsd(contract, size, price);
    prints.add({ time, price, usd, takerSide });
    const hit = traded[takerSide === "sell" ? "bids" : "asks"];
    const row = rowOf(price);
    hit.set(row, (hit.get(row) ?? 0) + usd);
  }

  function forgetTrades(): void {
    traded.bids.clear();
    traded.asks.clear();
  }

  return {
    accept(event) {
      if (event.kind === "trade") takeTrade(event);
      if (event.kind !== "book") return;
      const now = clock.now();
      if (heard === undefined || (event.snapshot && now - heard.at > HOLE_MS)) {
        walls.lose();
        forgetTrades();
        watchedSince = now;
      }
      book.take(event);
      heard = { time: event.time, at: now };
    },
    tick() {
      const best = heard === undefined || heard.at === lookedAt ? undefined : book.best();
      if (heard !== undefined && best !== undefined && best.bid < best.ask) {
        lookedAt = heard.at;
        const [bids, asks] = [wholeOf(book.side("bids")), wholeOf(book.side("asks"))];
        walls.observe({ time: clock.now(), bids, asks }, (side, row) => traded[side].get(row) ?? 0);
        forgetTrades();
      }
    },
    view() {
      if (heard === undefined) return undefined;
      return {
        time: heard.time,
        heardAt: heard.at,
        watchedSince,
        best: book.best(),
        bids: book.side("bids"),
        asks: book.side("asks"),
        refills: walls.refills(),
        flickers: walls.flickers(),
        prints: prints.largest(clock.now()),
      };
    },
  };
}

const wholeOf = (side: KeptSide) => clippedSide(side, side.wholeFrom, side.wholeTo);
