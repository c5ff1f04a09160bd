import { minuteOf, oldestMinute, placeOf } from "#simulator/market/minute-columns.ts";
import { TAKER_BUY } from "#simulator/market/tape.ts";
import { oldestTradeId, tradeOf } from "#simulator/market/trade-ring.ts";
import { type Bar, barTimes, markBar, tradedBar } from "#simulator/wire/candle-window.ts";
import { longAccountsAt } from "#simulator/wire/account-share.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { CANDLE_MS, PERIOD_MS, limitOf, namedMs, timeOf } from "./query.ts";
import { badParameter } from "./refusal.ts";
import { executionId, turnoverOf } from "./wire-figures.ts";

/** `/v5/market/kline`, newest first. */
export function candles(listing: Listing, query: URLSearchParams): unknown {
  const { decimals } = listing;
  return list(
    listing,
    bars(listing, query, tradedBar).map((bar) => prices(bar, decimals.price).concat(decimals.size(bar.volumeLots), turnoverOf(listing, bar))),
  );
}

/** `/v5/market/mark-price-kline`, newest first. */
export function markCandles(listing: Listing, query: URLSearchParams): unknown {
  const { decimals } = listing;
  return list(
    listing,
    bars(listing, query, markBar).map((bar) => prices(bar, decimals.price)),
  );
}

const prices = ({ openTime, open, high, low, close }: Bar, text: (price: number) => string) => [
  String(openTime),
  text(open),
  text(high),
  text(low),
  text(close),
];

/** With a start alone the first of its candles, else the newest of the span. */
function bars({ recorder }: Listing, query: URLSearchParams, read: typeof tradedBar): Bar[] {
  const intervalMs = namedMs(query, "interval", CANDLE_MS);
  const limit = limitOf(query, { usual: 200, most: 1_000 });
  const start = timeOf(query, "start");
  const times = newestFirst(listingTimes(recorder, { intervalMs, start, end: timeOf(query, "end"), limit }));
  return times.flatMap((openTime) => read(recorder.minutes, openTime, intervalMs) ?? []);
}

interface Span {
  readonly intervalMs: number;
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly limit: number;
}

function listingTimes({ minutes, now }: Listing["recorder"], { intervalMs, start, end, limit }: Span): number[] {
  if (start === undefined || end === undefined) return barTimes(minutes, { intervalMs, startTime: start, endTime: end, limit, now });
  return barTimes(minutes, { intervalMs, startTime: start, endTime: end, limit: Infinity, now }).slice(-limit);
}

const newestFirst = <Item>(items: readonly Item[]): Item[] => [...items].reverse();

const list = ({ symbol, instrument }: Listing, rows: readonly unknown[]) => ({ symbol, category: instrument.contract, list: rows });

/** `/v5/market/open-interest`, newest first, page by page into the past. The first field counts both sides of every contract. */
export function openInterestHistory(listing: Listing, query: URLSearchParams): unknown {
  const { recorder, decimals } = listing;
  const { minutes } = recorder;
  const page = sampleTimes(listing, query, { periodMs: namedMs(query, "intervalTime", PERIOD_MS), most: 200 });
  const rows = page.times.map((time) => {
    const lots = minutes.column.openInterestLots[placeOf(minutes, minuteOf(time) - 1)];
    return { openInterest: Number(decimals.size(2 * lots)).toFixed(8), singleOpenInterest: decimals.size(lots), timestamp: String(time) };
  });
  return { ...list(listing, rows), nextPageCursor: page.cursor };
}

/** `/v5/market/account-ratio`, newest first, page by page into the past. */
export function accountRatioHistory(listing: Listing, query: URLSearchParams): unknown {
  const page = sampleTimes(listing, query, { periodMs: namedMs(query, "period", PERIOD_MS), most: 500 });
  const rows = page.times.map((time) => {
    const long = longAccountsAt(listing, time);
    return { symbol: listing.symbol, buyRatio: long.toFixed(4), sellRatio: (1 - long).toFixed(4), timestamp: String(time) };
  });
  return { list: rows, nextPageCursor: page.cursor };
}

/** Times of samples newest first, and the cursor to those before them. */
export function sampleTimes({ recorder }: Listing, query: URLSearchParams, { periodMs, most }: { periodMs: number; most: number }) {
  const { minutes } = recorder;
  const cursor = /^before(?:=|%3D)(\d+)$/.exec(query.get("cursor") ?? "")?.[1];
  const end = Math.min(timeOf(query, "endTime") ?? Infinity, cursor === undefined ? Infinity : Number(cursor) - 1);
  const start = timeOf(query, "startTime");
  const span = { intervalMs: periodMs, start: start ?? 0, end: Number.isFinite(end) ? end : recorder.now, limit: limitOf(query, { usual: 50, most }) };
  const times = newestFirst(listingTimes(recorder, span)).filter((time) => minuteOf(time) > oldestMinute(minutes));
  const last = times.at(-1);
  return { times, cursor: last === undefined || times.length < span.limit ? "" : `before%3D${last}` };
}

/** `/v5/market/funding/history`, newest first. A start alone is refused. */
export function fundingHistory({ symbol, instrument, recorder }: Listing, query: URLSearchParams): unknown {
  const start = timeOf(query, "startTime");
  const end = timeOf(query, "endTime");
  if (start !== undefined && end === undefined) throw badParameter("startTime without endTime");
  const limit = limitOf(query, { usual: 200, most: 200 });
  const settled = recorder.funding.filter(({ time }) => time <= Math.min(recorder.now, end ?? Infinity) && time >= (start ?? 0));
  const rows = newestFirst(settled.slice(-limit)).map(({ time, rate }) => ({ symbol, fundingRate: rate.toFixed(8), fundingRateTimestamp: String(time) }));
  return { category: instrument.contract, list: rows };
}

/** `/v5/market/recent-trade`, newest first. */
export function recentTrades({ symbol, instrument, recorder, decimals }: Listing, query: URLSearchParams): unknown {
  const { trades } = recorder;
  const first = Math.max(oldestTradeId(trades), trades.nextId - limitOf(query, { usual: 500, most: 1_000 }));
  const rows = Array.from({ length: Math.max(0, trades.nextId - first) }, (_, i) => {
    const { id, price, lots, taker, time } = tradeOf(trades, trades.nextId - 1 - i);
    return {
      execId: executionId(id),
      symbol,
      price: decimals.price(price),
      size: decimals.size(lots),
      side: taker === TAKER_BUY ? "Buy" : "Sell",
      time: String(Math.floor(time)),
      isBlockTrade: false,
      isRPITrade: false,
      seq: String(2 * id),
    };
  });
  return { category: instrument.contract, list: rows };
}
