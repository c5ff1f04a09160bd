import { LONG } from "#core/position-side.ts";
import { MINUTE_MS } from "#core/units.ts";
import { FUNDING_INTERVAL_MS } from "#simulator/market/funding.ts";
import { minuteOf, placeOf } from "#simulator/market/minute-columns.ts";
import type { Recorder } from "#simulator/market/recorder.ts";
import { type ForcedOrder, TAKER_SELL } from "#simulator/market/tape.ts";
import { type TradeRing, firstTradeAt, tradeOf } from "#simulator/market/trade-ring.ts";
import { markBar, tradedBar } from "#simulator/wire/candle-window.ts";
import { decimalsOf, eightDigits } from "#simulator/wire/wire-decimal.ts";

/** A stretch of one market that has been recorded whole, in epoch ms: [from, to). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const KLINE_HEADER = "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore";

/** Rows of Binance's public dump files (data.binance.vision, futures/um), header first. */
export function klineRows({ minutes, market }: Recorder, { from, to }: Span): string[] {
  const { price, size } = decimalsOf(market.profile);
  const rows = [KLINE_HEADER];
  for (let time = from; time < to; time += MINUTE_MS) {
    const bar = tradedBar(minutes, time, MINUTE_MS);
    if (bar === undefined) continue;
    const prices = `${price(bar.open)},${price(bar.high)},${price(bar.low)},${price(bar.close)}`;
    rows.push(
      `${time},${prices},${size(bar.volumeLots)},${time + MINUTE_MS - 1},${bar.quoteUsd.toFixed(5)},${bar.trades},${size(bar.takerBuyLots)},${bar.takerBuyQuoteUsd.toFixed(5)},0`,
    );
  }
  return rows;
}

export function markKlineRows({ minutes }: Recorder, { from, to }: Span): string[] {
  const rows = [KLINE_HEADER];
  for (let time = from; time < to; time += MINUTE_MS) {
    const bar = markBar(minutes, time, MINUTE_MS);
    if (bar === undefined) continue;
    rows.push(`${time},${[bar.open, bar.high, bar.low, bar.close].map(eightDigits).join(",")},0,${time + MINUTE_MS - 1},0,${bar.trades},0,0,0`);
  }
  return rows;
}

/** Open interest at every fifth minute in (from, to]. The ratios of accounts are left empty: heads are not counted in the simulated market. */
export function metricsRows(recorder: Recorder, { from, to }: Span): string[] {
  const { minutes, market } = recorder;
  const rows = [
    "create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio,sum_toptrader_long_short_ratio,count_long_short_ratio,sum_taker_long_short_vol_ratio",
  ];
  const { symbol, lotSize } = market.profile;
  for (let time = from + 5 * MINUTE_MS; time <= to; time += 5 * MINUTE_MS) {
    const at = placeOf(minutes, minuteOf(time) - 1);
    const openInterest = minutes.column.openInterestLots[at] * lotSize;
    rows.push(
      `${dumpTime(time)},${symbol},${eightDigits(openInterest)},${eightDigits(openInterest * minutes.column.markClose[at])},,,,${takerRatio(recorder, time)}`,
    );
  }
  return rows;
}

/** Taker buys over taker sells of the five minutes before `time`. */
function takerRatio({ minutes }: Recorder, time: number): string {
  const bar = tradedBar(minutes, time - 5 * MINUTE_MS, 5 * MINUTE_MS);
  return bar === undefined || bar.takerBuyLots === bar.volumeLots ? "" : eightDigits(bar.takerBuyLots / (bar.volumeLots - bar.takerBuyLots));
}

export function fundingRows({ funding }: Recorder, { from, to }: Span): string[] {
  const settled = funding.filter(({ time }) => time >= from && time < to);
  return [
    "calc_time,funding_interval_hours,last_funding_rate",
    ...settled.map(({ time, rate }) => `${time},${FUNDING_INTERVAL_MS / 3_600_000},${eightDigits(rate)}`),
  ];
}

/** What the liquidation feed showed; the side is the order's, the price the bankruptcy price. */
export function liquidationRows({ market }: Recorder, printed: readonly ForcedOrder[]): string[] {
  const { price, size } = decimalsOf(market.profile);
  const header = "time,side,order_type,time_in_force,original_quantity,price,average_price,order_status,last_fill_quantity,accumulated_fill_quantity";
  return [
    header,
    ...printed.map(({ time, side, lots, filledLots, bankruptcyPrice, averagePrice }) => {
      const status = filledLots === lots ? "FILLED" : "PARTIALLY_FILLED";
      const filled = size(filledLots);
      return `${time},${side === LONG ? "SELL" : "BUY"},LIMIT,IOC,${size(lots)},${price(bankruptcyPrice)},${price(averagePrice)},${status},${filled},${filled}`;
    }),
  ];
}

export function aggregateTradeRows(trades: TradeRing, { market }: Recorder, { from, to }: Span): string[] {
  const { price, size } = decimalsOf(market.profile);
  const rows = ["agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker"];
  const end = firstTradeAt(trades, to);
  for (let id = firstTradeAt(trades, from); id < end; id++) {
    const trade = tradeOf(trades, id);
    rows.push(`${id},${price(trade.price)},${size(trade.lots)},${id},${id},${trade.time},${trade.taker === TAKER_SELL}`);
  }
  return rows;
}

/** `2026-01-01 00:05:00`, as the metrics files write time. */
const dumpTime = (time: number): string => new Date(time).toISOString().slice(0, 19).replace("T", " ");
