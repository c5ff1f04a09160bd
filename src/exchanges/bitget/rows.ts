import type { CandleEvent, FundingEvent, LiquidationEvent, RatioEvent, TradeEvent } from "#core/events.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { type Ms, asMs } from "#core/units.ts";
import type { AmountUnit } from "./amount-unit.ts";
import { liquidatedSize } from "./liquidated-size.ts";
import type { Candle, Fill, FundingRate, Liquidation, Ratio } from "./schemas.ts";

/** Rows of REST answers as events. All are pure. */
export function candleOfRow(instrument: Instrument, intervalMs: Ms, row: Candle): CandleEvent {
  // Volume is in base coin, turnover in quote coin.
  return { ...bar(instrument, intervalMs, row), price: "last", volume: instrument.contract === "linear" ? row[5] : row[6] };
}

export function markCandleOfRow(instrument: Instrument, intervalMs: Ms, row: Candle): CandleEvent {
  return { ...bar(instrument, intervalMs, row), price: "mark" };
}

export function tradeOfRow(instrument: Instrument, { price, size, side, ts }: Omit<Fill, "execId">): TradeEvent {
  return { kind: "trade", instrument: instrumentId(instrument), time: asMs(ts), price, size, takerSide: side };
}

export function fundingOfRow(instrument: Instrument, { fundingRateTimestamp, fundingRate }: FundingRate): FundingEvent {
  return { kind: "funding", instrument: instrumentId(instrument), time: asMs(fundingRateTimestamp), rate: fundingRate };
}

/** None where nobody is short: there is no such ratio. */
export function ratioOfRow(instrument: Instrument, { longAccountRatio, shortAccountRatio, ts }: Ratio): readonly RatioEvent[] {
  return shortAccountRatio === 0 ? [] : [{ kind: "ratio", instrument: instrumentId(instrument), time: asMs(ts), ratio: longAccountRatio / shortAccountRatio }];
}

/**
 * `side` is that of the position: buy is a long. The history may hold all liquidations or only those that were pushed: nothing says which, so it is
 * taken for neither.
 */
export function liquidationOfRow(instrument: Instrument, { side, price, amount, ts }: Liquidation, unit: AmountUnit): LiquidationEvent {
  return {
    kind: "liquidation",
    instrument: instrumentId(instrument),
    time: asMs(ts),
    positionSide: side === "buy" ? "long" : "short",
    price,
    orderPrice: price,
    size: liquidatedSize(amount, price, { instrument, unit }),
    sampling: "unknown",
  };
}

function bar(instrument: Instrument, intervalMs: Ms, [openTime, open, high, low, close]: Candle) {
  return { kind: "candle", instrument: instrumentId(instrument), openTime: asMs(openTime), intervalMs, open, high, low, close, closed: true } as const;
}
