import { DAY_MS, HOUR_MS, MINUTE_MS } from "#core/units.ts";
import { type MinuteColumns, minuteOf, oldestMinute, placeOf } from "#simulator/market/minute-columns.ts";
import { type Trade, firstTradeAt, oldestTradeId, tradeOf } from "#simulator/market/trade-ring.ts";
import { TAKER_SELL } from "#simulator/market/tape.ts";
import { type Bar, barTimes, markBar, tradedBar } from "#simulator/wire/candle-window.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { integerOf, intervalOf, limitOf, spanOf } from "./query.ts";
import { badParameter } from "./refusal.ts";
import { longAccountsAt } from "#simulator/wire/account-share.ts";
import { type Decimals, eightDigits } from "#simulator/wire/wire-decimal.ts";

const MOST_BARS = 1_500;
const DATA_DEPTH_MS = 30 * DAY_MS;
const TRADES_DEPTH_MS = DAY_MS;

/** `/fapi/v1/klines`. */
export function klines({ recorder, decimals }: Listing, query: URLSearchParams): unknown[] {
  return bars(recorder.minutes, { query, now: recorder.now, read: tradedBar }).map((bar) => [
    bar.openTime,
    decimals.price(bar.open),
    decimals.price(bar.high),
    decimals.price(bar.low),
    decimals.price(bar.close),
    decimals.size(bar.volumeLots),
    bar.openTime + bar.intervalMs - 1,
    bar.quoteUsd.toFixed(5),
    bar.trades,
    decimals.size(bar.takerBuyLots),
    bar.takerBuyQuoteUsd.toFixed(5),
    "0",
  ]);
}

/** `/fapi/v1/markPriceKlines`: the same row with zeros for volumes. */
export function markPriceKlines({ recorder }: Listing, query: URLSearchParams): unknown[] {
  return bars(recorder.minutes, { query, now: recorder.now, read: markBar }).map((bar) => [
    bar.openTime,
    eightDigits(bar.open),
    eightDigits(bar.high),
    eightDigits(bar.low),
    eightDigits(bar.close),
    "0",
    bar.openTime + bar.intervalMs - 1,
    "0",
    bar.trades,
    "0",
    "0",
    "0",
  ]);
}

function bars(minutes: MinuteColumns, { query, now, read }: { query: URLSearchParams; now: number; read: typeof tradedBar }): Bar[] {
  const intervalMs = intervalOf(query, "interval");
  const limit = limitOf(query, { usual: 500, most: MOST_BARS });
  return barTimes(minutes, { ...spanOf(query), intervalMs, limit, now }).flatMap((openTime) => read(minutes, openTime, intervalMs) ?? []);
}

/** `/futures/data/openInterestHist`: what stood at each multiple of the period, at most 30 days back. */
export function openInterestHistory(listing: Listing, query: URLSearchParams): unknown[] {
  const { minutes, market } = listing.recorder;
  return periodTimes(listing, query).map((timestamp) => {
    const at = placeOf(minutes, minuteOf(timestamp) - 1);
    const openInterest = minutes.column.openInterestLots[at] * market.profile.lotSize;
    return {
      symbol: listing.symbol,
      sumOpenInterest: eightDigits(openInterest),
      sumOpenInterestValue: eightDigits(openInterest * minutes.column.markClose[at]),
      CMCCirculatingSupply: "0",
      timestamp,
    };
  });
}

/** The multiples of the period that `/futures/data` is asked for. */
function periodTimes({ recorder }: Listing, query: URLSearchParams): number[] {
  const { minutes, now } = recorder;
  const intervalMs = intervalOf(query, "period");
  if (intervalMs < 5 * MINUTE_MS) throw badParameter("period");
  const limit = limitOf(query, { usual: 30, most: 500 });
  const { startTime, endTime } = spanOf(query);
  if (startTime !== undefined && startTime < now - DATA_DEPTH_MS - HOUR_MS) throw badParameter("startTime");
  return barTimes(minutes, { intervalMs, startTime, endTime, limit, now }).filter((time) => minuteOf(time) > oldestMinute(minutes));
}

/** `/futures/data/globalLongShortAccountRatio`: accounts that are long over those that are short, at most 30 days back. */
export function accountRatioHistory(listing: Listing, query: URLSearchParams): unknown[] {
  return periodTimes(listing, query).map((timestamp) => {
    const long = longAccountsAt(listing, timestamp);
    return {
      symbol: listing.symbol,
      longAccount: long.toFixed(4),
      longShortRatio: (long / (1 - long)).toFixed(4),
      shortAccount: (1 - long).toFixed(4),
      timestamp,
    };
  });
}

/** `/fapi/v1/fundingRate`: settlements, oldest first; without a start the newest. */
export function fundingRates({ symbol, recorder }: Listing, query: URLSearchParams): unknown[] {
  const limit = limitOf(query, { usual: 100, most: 1_000 });
  const { startTime, endTime } = spanOf(query);
  const settled = recorder.funding.filter(({ time }) => time <= recorder.now && time >= (startTime ?? 0) && time <= (endTime ?? Infinity));
  return (startTime === undefined ? settled.slice(-limit) : settled.slice(0, limit)).map(({ time, rate, mark }) => ({
    symbol,
    fundingTime: time,
    fundingRate: eightDigits(rate),
    markPrice: eightDigits(mark),
  }));
}

/** `/fapi/v1/aggTrades`: by id, by time (a window of up to an hour), or the newest; of the last 24 hours only. */
export function aggregateTrades({ recorder, decimals }: Listing, query: URLSearchParams): unknown[] {
  const { trades, now } = recorder;
  const limit = limitOf(query, { usual: 500, most: 1_000 });
  const { startTime, endTime } = spanOf(query);
  if (startTime !== undefined && endTime !== undefined && endTime - startTime > HOUR_MS) throw badParameter("startTime");
  const fromId = integerOf(query, "fromId");
  const oldest = Math.max(oldestTradeId(trades), firstTradeAt(trades, now - TRADES_DEPTH_MS));
  const end = endTime === undefined ? trades.nextId : firstTradeAt(trades, endTime + 1);
  const wanted = fromId ?? (startTime === undefined ? end - limit : firstTradeAt(trades, startTime));
  const first = Math.max(oldest, wanted);
  return Array.from({ length: Math.max(0, Math.min(limit, end - first)) }, (_, i) => aggregateTrade(tradeOf(trades, first + i), decimals));
}

/** One aggregate trade; every print is one fill, and no order is hidden from `nq`. */
export function aggregateTrade({ id, time, price, lots, taker }: Trade, decimals: Decimals) {
  const size = decimals.size(lots);
  return { a: id, p: decimals.price(price), q: size, nq: size, f: id, l: id, T: time, m: taker === TAKER_SELL };
}
