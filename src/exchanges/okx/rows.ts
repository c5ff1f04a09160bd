import type { CandleEvent, FundingEvent, OpenInterestEvent, RatioEvent, TradeEvent } from "#core/events.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { type Ms, asMs } from "#core/units.ts";
import type { CandleRow, FundingRow, MarkCandleRow, OpenInterestRow, RatioRow, TradeRow } from "./schemas.ts";

/** Rows of REST answers as events. All are pure. What takers bought of a bar's volume OKX does not say. */
export function candleOfRow(instrument: Instrument, intervalMs: Ms, row: CandleRow): CandleEvent {
  return { ...bar(instrument, intervalMs, row), price: "last", volume: row[5] * instrument.contractSize, closed: row[8] === "1" };
}

export function candleOfMarkRow(instrument: Instrument, intervalMs: Ms, row: MarkCandleRow): CandleEvent {
  return { ...bar(instrument, intervalMs, row), price: "mark", closed: row[5] === "1" };
}

export function tradeOfRow(instrument: Instrument, { tradeId, px, sz, side, ts }: TradeRow): TradeEvent {
  const size = sz * instrument.contractSize;
  return { kind: "trade", instrument: instrumentId(instrument), time: asMs(ts), price: px, size, takerSide: side, id: tradeId };
}

export function openInterestOfRow(instrument: Instrument, [time, contracts]: OpenInterestRow): OpenInterestEvent {
  return { kind: "open-interest", instrument: instrumentId(instrument), time: asMs(time), openInterest: contracts * instrument.contractSize };
}

export function ratioOfRow(instrument: Instrument, [time, ratio]: RatioRow): RatioEvent {
  return { kind: "ratio", instrument: instrumentId(instrument), time: asMs(time), ratio };
}

export function fundingOfRow(instrument: Instrument, { fundingTime, fundingRate, realizedRate }: FundingRow): FundingEvent {
  return { kind: "funding", instrument: instrumentId(instrument), time: asMs(fundingTime), rate: realizedRate ?? fundingRate };
}

function bar(instrument: Instrument, intervalMs: Ms, [openTime, open, high, low, close]: CandleRow | MarkCandleRow) {
  return { kind: "candle", instrument: instrumentId(instrument), openTime: asMs(openTime), intervalMs, open, high, low, close } as const;
}
