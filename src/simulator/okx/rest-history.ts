import { minuteOf, oldestMinute, placeOf } from "#simulator/market/minute-columns.ts";
import { TAKER_BUY } from "#simulator/market/tape.ts";
import { type Trade, oldestTradeId, tradeOf } from "#simulator/market/trade-ring.ts";
import { type Bar, barTimes, markBar, tradedBar } from "#simulator/wire/candle-window.ts";
import { longAccountsAt } from "#simulator/wire/account-share.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { instrumentTypeOf } from "./instrument-names.ts";
import { BAR_MS, PERIOD_MS, limitOf, namedMs, numberOf, pageOf } from "./query.ts";
import { candleRow, coinsOf, contractsOf, markRow, plain, priceOf, usdOf } from "./wire-figures.ts";

/** Of each size of candles, `/market/candles` holds the newest 1,440. */
const RECENT_BARS = 1_440;
/** Of each period, the trading statistics go back 1,440 points. */
const STATISTICS_POINTS = 1_440;

/** `/api/v5/market/candles`. */
export const recentCandles = (listing: Listing, query: URLSearchParams): unknown =>
  bars(listing, query, { read: tradedBar, most: 300, complete: false }).map((bar) => candleRow(listing, bar, listing.recorder.now));

/** `/api/v5/market/history-candles`: those that are complete. */
export const historyCandles = (listing: Listing, query: URLSearchParams): unknown =>
  bars(listing, query, { read: tradedBar, most: 300, complete: true }).map((bar) => candleRow(listing, bar, listing.recorder.now));

/** `/api/v5/market/mark-price-candles`. */
export const recentMarkCandles = (listing: Listing, query: URLSearchParams): unknown =>
  bars(listing, query, { read: markBar, most: 100, complete: false }).map((bar) => markRow(listing, bar, listing.recorder.now));

/** `/api/v5/market/history-mark-price-candles`. */
export const historyMarkCandles = (listing: Listing, query: URLSearchParams): unknown =>
  bars(listing, query, { read: markBar, most: 100, complete: true }).map((bar) => markRow(listing, bar, listing.recorder.now));

/** The newest between the bounds, newest first: all that are complete, or the newest 1,440 with the running one. */
function bars({ recorder }: Listing, query: URLSearchParams, { read, most, complete }: { read: typeof tradedBar; most: number; complete: boolean }): Bar[] {
  const { minutes, now } = recorder;
  const intervalMs = namedMs(query, { name: "bar", usual: "1m" }, BAR_MS);
  const { olderThan, newerThan } = pageOf(query);
  const limit = limitOf(query, { usual: 100, most });
  const running = Math.floor(now / intervalMs) * intervalMs;
  const startTime = Math.max(newerThan + 1, complete ? 0 : running - (RECENT_BARS - 1) * intervalMs);
  const endTime = Math.min(olderThan - 1, complete ? running - 1 : running);
  const times = barTimes(minutes, { intervalMs, startTime, endTime, limit: Infinity, now }).slice(-limit);
  return times.reverse().flatMap((openTime) => read(minutes, openTime, intervalMs) ?? []);
}

/** `/api/v5/market/trades`, newest first. */
export function recentTrades(listing: Listing, query: URLSearchParams): unknown {
  const { trades } = listing.recorder;
  return tradesBefore(listing, trades.nextId, limitOf(query, { usual: 100, most: 500 }));
}

const BY_TIME = "2";

/** `/api/v5/market/history-trades`: pages by trade id, or by time (`type=2`, only into the past). */
export function historyTrades(listing: Listing, query: URLSearchParams): unknown {
  const { trades } = listing.recorder;
  const limit = limitOf(query, { usual: 100, most: 100 });
  const { olderThan, newerThan } = pageOf(query);
  if (query.get("type") !== BY_TIME) {
    const end = Math.min(trades.nextId, olderThan);
    return tradesBefore(listing, end, Math.min(limit, Math.max(0, end - 1 - Math.max(newerThan, 0))));
  }
  let end = trades.nextId;
  while (end > oldestTradeId(trades) && tradeOf(trades, end - 1).time >= olderThan) end--;
  return tradesBefore(listing, end, limit);
}

function tradesBefore(listing: Listing, endId: number, limit: number): unknown[] {
  const { trades } = listing.recorder;
  const first = Math.max(oldestTradeId(trades), endId - limit);
  return Array.from({ length: Math.max(0, endId - first) }, (_, i) => tradeRow(listing, tradeOf(trades, endId - 1 - i)));
}

/** One print. */
export function tradeRow(listing: Listing, { id, time, price, lots, taker }: Trade) {
  return {
    instId: listing.symbol,
    tradeId: String(id),
    px: priceOf(listing, price),
    sz: contractsOf(listing, lots),
    side: taker === TAKER_BUY ? "buy" : "sell",
    source: "0",
    ts: String(Math.floor(time)),
  };
}

/** `/api/v5/rubik/stat/contracts/open-interest-history`: `[ts, contracts, coins, USD]`, newest first. */
export function openInterestHistory(listing: Listing, query: URLSearchParams): unknown {
  const { minutes } = listing.recorder;
  return statisticsTimes(listing, query).map((time) => {
    const at = placeOf(minutes, minuteOf(time) - 1);
    const lots = minutes.column.openInterestLots[at];
    const mark = minutes.column.markClose[at];
    return [String(time), contractsOf(listing, lots), coinsOf(listing, lots, mark), usdOf(listing, lots, mark)];
  });
}

/** `/api/v5/rubik/stat/contracts/long-short-account-ratio-contract`: `[ts, long over short]`, newest first. */
export const accountRatioHistory = (listing: Listing, query: URLSearchParams): unknown =>
  statisticsTimes(listing, query).map((time) => {
    const long = longAccountsAt(listing, time);
    return [String(time), (long / (1 - long)).toFixed(4)];
  });

/** Times of a statistic's points, newest first: `begin` and `end` are included. */
function statisticsTimes({ recorder }: Listing, query: URLSearchParams): number[] {
  const { minutes, now } = recorder;
  const intervalMs = namedMs(query, { name: "period", usual: "5m" }, PERIOD_MS);
  const newest = Math.floor(now / intervalMs) * intervalMs;
  const startTime = Math.max(numberOf(query, "begin") ?? 0, newest - (STATISTICS_POINTS - 1) * intervalMs);
  const limit = limitOf(query, { usual: 100, most: 100 });
  return barTimes(minutes, { intervalMs, startTime, endTime: numberOf(query, "end"), limit: Infinity, now })
    .filter((time) => minuteOf(time) > oldestMinute(minutes))
    .slice(-limit)
    .reverse();
}

/** `/api/v5/public/funding-rate-history`, newest first. */
export function fundingHistory(listing: Listing, query: URLSearchParams): unknown {
  const { olderThan, newerThan } = pageOf(query);
  const { funding, now } = listing.recorder;
  const settled = funding.filter(({ time }) => time <= now && time < olderThan && time > newerThan);
  return settled
    .slice(-limitOf(query, { usual: 400, most: 400 }))
    .reverse()
    .map(({ time, rate }) => ({
      formulaType: "withRate",
      fundingRate: plain(rate, 10),
      fundingTime: String(time),
      instId: listing.symbol,
      instType: instrumentTypeOf(listing),
      method: "current_period",
      realizedRate: plain(rate, 10),
    }));
}
