import { LONG } from "#core/position-side.ts";
import type { ForcedOrder } from "#simulator/market/tape.ts";
import type { Trade } from "#simulator/market/trade-ring.ts";
import type { Bar } from "#simulator/wire/candle-window.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import type { BookUpdate } from "#simulator/wire/order-book.ts";
import { aggregateTrade } from "./rest-history.ts";
import { levels, premiumIndex } from "./rest-present.ts";

/** Payloads of the WebSocket streams. Source: developers.binance.com, USD-M WebSocket market streams. `now` is whole epoch ms. */
export function aggregateTradeEvent({ symbol, decimals }: Listing, trade: Trade, now: number) {
  return { e: "aggTrade", E: now, s: symbol, ...aggregateTrade(trade, decimals) };
}

export function markPriceEvent(listing: Listing, now: number) {
  const { markPrice, indexPrice, estimatedSettlePrice, lastFundingRate, nextFundingTime } = premiumIndex(listing);
  return {
    e: "markPriceUpdate",
    E: now,
    s: listing.symbol,
    p: markPrice,
    ap: markPrice,
    i: indexPrice,
    P: estimatedSettlePrice,
    r: lastFundingRate,
    T: nextFundingTime,
  };
}

export function klineEvent({ symbol, decimals }: Listing, bar: Bar, at: { interval: string; firstId: number; lastId: number; now: number; closed: boolean }) {
  return {
    e: "kline",
    E: at.now,
    s: symbol,
    k: {
      t: bar.openTime,
      T: bar.openTime + bar.intervalMs - 1,
      s: symbol,
      i: at.interval,
      f: at.firstId,
      L: at.lastId,
      o: decimals.price(bar.open),
      c: decimals.price(bar.close),
      h: decimals.price(bar.high),
      l: decimals.price(bar.low),
      v: decimals.size(bar.volumeLots),
      n: bar.trades,
      x: at.closed,
      q: bar.quoteUsd.toFixed(5),
      V: decimals.size(bar.takerBuyLots),
      Q: bar.takerBuyQuoteUsd.toFixed(5),
      B: "0",
    },
  };
}

export function depthUpdateEvent({ symbol, decimals, recorder }: Listing, update: BookUpdate) {
  const { tickSize } = recorder.market.profile;
  const time = Math.floor(update.time);
  return {
    e: "depthUpdate",
    E: time,
    T: time,
    s: symbol,
    U: update.firstId,
    u: update.lastId,
    pu: update.previousId,
    b: levels(update.bids, tickSize, decimals),
    a: levels(update.asks, tickSize, decimals),
  };
}

export function partialDepthEvent(listing: Listing, update: BookUpdate, count: number) {
  const { book, decimals, recorder } = listing;
  const { tickSize } = recorder.market.profile;
  return { ...depthUpdateEvent(listing, update), b: levels(book.bids(count), tickSize, decimals), a: levels(book.asks(count), tickSize, decimals) };
}

/** The side is the order's: SELL closes a long. The order price is the bankruptcy price. */
export function forceOrderEvent({ symbol, decimals }: Listing, order: ForcedOrder, now: number) {
  const filled = decimals.size(order.filledLots);
  const whole = order.filledLots === order.lots;
  return {
    e: "forceOrder",
    E: now,
    o: {
      s: symbol,
      S: order.side === LONG ? "SELL" : "BUY",
      o: "LIMIT",
      f: "IOC",
      q: decimals.size(order.lots),
      p: decimals.price(order.bankruptcyPrice),
      ap: decimals.price(order.averagePrice),
      X: whole ? "FILLED" : "PARTIALLY_FILLED",
      l: filled,
      z: filled,
      T: order.time,
    },
  };
}
