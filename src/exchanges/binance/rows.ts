import type { BookEvent, CandleEvent, FundingEvent, OpenInterestEvent, RatioEvent, TradeEvent } from "#core/events.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { type Ms, asMs } from "#core/units.ts";
import type { AggregateTrade, Depth, FundingRate, Kline, MarkKline, OpenInterestAnswer, RatioRow } from "./schemas.ts";

/** Rows of REST answers as events. All are pure. */
export function candleOfKline(instrument: Instrument, intervalMs: Ms, row: Kline): CandleEvent {
  return { ...bar(instrument, intervalMs, row), price: "last", volume: row[5], takerBuyVolume: row[9] };
}

export function candleOfMarkKline(instrument: Instrument, intervalMs: Ms, row: MarkKline): CandleEvent {
  return { ...bar(instrument, intervalMs, row), price: "mark" };
}

export function tradeOfRow(instrument: Instrument, { a, p, q, T, m }: AggregateTrade): TradeEvent {
  return { kind: "trade", instrument: instrumentId(instrument), time: asMs(T), price: p, size: q, takerSide: m ? "sell" : "buy", id: a };
}

/** `receivedAt` stands in where the host leaves out the time of the book. */
export function bookOfDepth(instrument: Instrument, { T, bids, asks }: Depth, receivedAt: Ms): BookEvent {
  return { kind: "book", instrument: instrumentId(instrument), time: T === undefined ? receivedAt : asMs(T), snapshot: true, bids, asks };
}

export function fundingOfRow(instrument: Instrument, { fundingTime, fundingRate }: FundingRate): FundingEvent {
  return { kind: "funding", instrument: instrumentId(instrument), time: asMs(fundingTime), rate: fundingRate };
}

export function openInterestOfAnswer(instrument: Instrument, { openInterest, time }: OpenInterestAnswer): OpenInterestEvent {
  return { kind: "open-interest", instrument: instrumentId(instrument), time: asMs(time), openInterest };
}

export function ratioOfRow(instrument: Instrument, { timestamp, longShortRatio }: RatioRow): RatioEvent {
  return { kind: "ratio", instrument: instrumentId(instrument), time: asMs(timestamp), ratio: longShortRatio };
}

function bar(instrument: Instrument, intervalMs: Ms, [openTime, open, high, low, close]: Kline | MarkKline) {
  return { kind: "candle", instrument: instrumentId(instrument), openTime: asMs(openTime), intervalMs, open, high, low, close, closed: true } as const;
}
