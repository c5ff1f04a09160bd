import type { CandleEvent, FundingEvent, OpenInterestEvent, RatioEvent, TradeEvent } from "#core/events.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { type Ms, asMs } from "#core/units.ts";
import { oneSided } from "./open-interest.ts";
import type { FundingRate, Kline, MarkKline, OpenInterestRow, Ratio, RecentTrade } from "./schemas.ts";

/** Rows of REST answers as events. All are pure. */
export function candleOfKline(instrument: Instrument, intervalMs: Ms, row: Kline): CandleEvent {
  return { ...bar(instrument, intervalMs, row), price: "last", volume: row[5] };
}

export function candleOfMarkKline(instrument: Instrument, intervalMs: Ms, row: MarkKline): CandleEvent {
  return { ...bar(instrument, intervalMs, row), price: "mark" };
}

export function tradeOfRow(instrument: Instrument, { price, size, side, time }: RecentTrade): TradeEvent {
  return { kind: "trade", instrument: instrumentId(instrument), time: asMs(time), price, size, takerSide: side === "Buy" ? "buy" : "sell" };
}

export function openInterestOfRow(instrument: Instrument, { timestamp, ...row }: OpenInterestRow): OpenInterestEvent {
  return { kind: "open-interest", instrument: instrumentId(instrument), time: asMs(timestamp), openInterest: oneSided(row) };
}

export function fundingOfRow(instrument: Instrument, { fundingRateTimestamp, fundingRate }: FundingRate): FundingEvent {
  return { kind: "funding", instrument: instrumentId(instrument), time: asMs(fundingRateTimestamp), rate: fundingRate };
}

/** None where nobody is short: there is no such ratio. */
export function ratioOfRow(instrument: Instrument, { timestamp, buyRatio, sellRatio }: Ratio): readonly RatioEvent[] {
  return sellRatio === 0 ? [] : [{ kind: "ratio", instrument: instrumentId(instrument), time: asMs(timestamp), ratio: buyRatio / sellRatio }];
}

function bar(instrument: Instrument, intervalMs: Ms, [openTime, open, high, low, close]: Kline | MarkKline) {
  return { kind: "candle", instrument: instrumentId(instrument), openTime: asMs(openTime), intervalMs, open, high, low, close, closed: true } as const;
}
