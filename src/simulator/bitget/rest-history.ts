import { DAY_MS, MINUTE_MS } from "#core/units.ts";
import { minuteOf, oldestMinute } from "#simulator/market/minute-columns.ts";
import { TAKER_BUY } from "#simulator/market/tape.ts";
import { type Trade, oldestTradeId, tradeOf } from "#simulator/market/trade-ring.ts";
import { longAccountsAt } from "#simulator/wire/account-share.ts";
import { barTimes, markBar, tradedBar } from "#simulator/wire/candle-window.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { PERIOD_MS, INTERVAL_MS, limitOf, namedMs, numberOf } from "./query.ts";
import { badParameter } from "./refusal.ts";
import { candleRow, executionId, tradeOfExecution } from "./wire-figures.ts";

const LONGEST_SPAN_MS = 90 * DAY_MS;
const RATIO_POINTS = 500;

/** `/api/v3/market/candles`, oldest first, the running one last. */
export const candles = (listing: Listing, query: URLSearchParams): unknown => bars(listing, query, { usual: 100, most: 1_000, complete: false });

/** `/api/v3/market/history-candles`, oldest first, complete ones only. */
export const historyCandles = (listing: Listing, query: URLSearchParams): unknown => bars(listing, query, { usual: 100, most: 100, complete: true });

/** The newest of the span; `endTime` is excluded. */
function bars(listing: Listing, query: URLSearchParams, { usual, most, complete }: { usual: number; most: number; complete: boolean }): string[][] {
  const { minutes, now } = listing.recorder;
  const intervalMs = namedMs(query, "interval", INTERVAL_MS);
  const type = query.get("type") ?? "market";
  if (type !== "market" && type !== "mark") throw badParameter("type");
  const start = numberOf(query, "startTime");
  const end = numberOf(query, "endTime");
  if (start !== undefined && end !== undefined && (start > end || end - start > LONGEST_SPAN_MS)) throw badParameter("startTime");
  const running = Math.floor(now / intervalMs) * intervalMs;
  const endTime = Math.min((end ?? Infinity) - 1, complete ? running - 1 : running);
  const times = barTimes(minutes, { intervalMs, startTime: start ?? 0, endTime, limit: Infinity, now }).slice(-limitOf(query, { usual, most }));
  const read = type === "mark" ? markBar : tradedBar;
  return times.flatMap((openTime) => {
    const bar = read(minutes, openTime, intervalMs);
    return bar === undefined ? [] : [candleRow(listing, bar)];
  });
}

/** `/api/v3/market/fills`, newest first, at most 100. */
export function fills(listing: Listing, query: URLSearchParams): unknown {
  const { trades } = listing.recorder;
  const first = Math.max(oldestTradeId(trades), trades.nextId - limitOf(query, { usual: 100, most: 100 }));
  return Array.from({ length: Math.max(0, trades.nextId - first) }, (_, i) => fillRow(listing, tradeOf(trades, trades.nextId - 1 - i)));
}

/** `/api/v2/mix/market/fills-history`, newest first, those before `idLessThan`, in whole seconds. */
export function oldFills({ recorder, symbol, decimals }: Listing, query: URLSearchParams): unknown {
  const { trades } = recorder;
  const before = query.get("idLessThan");
  const end = before === null ? trades.nextId : Math.min(trades.nextId, tradeOfExecution(before));
  const first = Math.max(oldestTradeId(trades), end - limitOf(query, { usual: 500, most: 1_000 }));
  return Array.from({ length: Math.max(0, end - first) }, (_, i) => {
    const { id, price, lots, taker, time } = tradeOf(trades, end - 1 - i);
    const side = taker === TAKER_BUY ? "Buy" : "Sell";
    return { tradeId: executionId(id), price: decimals.price(price), size: decimals.size(lots), side, ts: String(Math.floor(time / 1_000) * 1_000), symbol };
  });
}

function fillRow({ decimals }: Listing, { id, price, lots, taker, time }: Trade) {
  return {
    execId: executionId(id),
    execLinkId: executionId(id),
    price: decimals.price(price),
    size: decimals.size(lots),
    side: taker === TAKER_BUY ? "buy" : "sell",
    ts: String(Math.floor(time)),
  };
}

/** `/api/v3/market/history-fund-rate`, newest first; `cursor` is the number of a page. */
export function fundingHistory({ symbol, recorder }: Listing, query: URLSearchParams): unknown {
  const limit = limitOf(query, { usual: 200, most: 200 });
  const page = Math.max(1, numberOf(query, "cursor") ?? 1);
  const settled = recorder.funding.filter(({ time }) => time <= recorder.now).reverse();
  const rows = settled.slice((page - 1) * limit, page * limit);
  return { resultList: rows.map(({ time, rate }) => ({ symbol, fundingRate: rate.toFixed(6), fundingRateTimestamp: String(time) })) };
}

/** `/api/v2/mix/market/account-long-short`, oldest first: the newest 500 points of the period. */
export function accountRatioHistory(listing: Listing, query: URLSearchParams): unknown {
  const { minutes, now } = listing.recorder;
  const intervalMs = query.has("period") ? namedMs(query, "period", PERIOD_MS) : 5 * MINUTE_MS;
  return barTimes(minutes, { intervalMs, startTime: undefined, endTime: undefined, limit: RATIO_POINTS, now })
    .filter((time) => minuteOf(time) > oldestMinute(minutes))
    .map((time) => {
      const long = longAccountsAt(listing, time);
      return {
        longAccountRatio: long.toFixed(4),
        shortAccountRatio: (1 - long).toFixed(4),
        longShortAccountRatio: (long / (1 - long)).toFixed(4),
        ts: String(time),
      };
    });
}
