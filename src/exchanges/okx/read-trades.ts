import type { TradeEvent } from "#core/events.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import type { TradesDatum } from "#exchanges/feeding/frame.ts";
import { type Fields, epochMsText, isAbsent, isRecord, positive, wholeNumberText } from "#exchanges/reading/fields.ts";
import { type PushReader, forInstrument } from "./push.ts";

/** Channel `trades`: a row is one taker order at one price, which may have met several makers. */
export const readTrades: PushReader = ({ arg, data }, instruments) =>
  forInstrument(arg.instId, instruments, (instrument): TradesDatum | undefined => {
    const trades = data.map((row) => (isRecord(row) && row.instId === arg.instId ? readTrade(row, instrument) : undefined));
    const read = trades.filter((trade) => trade !== undefined);
    if (read.length < trades.length) return undefined;
    const events = read.map(({ event }) => event);
    return { kind: "trades", instrument: instrumentId(instrument), sentAt: events[events.length - 1].time, events, spans: read.map(({ span }) => span) };
  });

/** `count` matches were made, each of which has an id; `tradeId` is the last of them. */
function readTrade({ tradeId, px, sz, side, ts, count }: Fields, instrument: Instrument): { event: TradeEvent; span: number } | undefined {
  const price = positive(px);
  const size = positive(sz) * instrument.contractSize;
  const id = wholeNumberText(tradeId);
  const span = isAbsent(count) ? 1 : wholeNumberText(count);
  const time = epochMsText(ts);
  if ((side !== "buy" && side !== "sell") || !Number.isFinite(price + size + id + time) || !(span >= 1 && span <= id + 1)) return undefined;
  return { span, event: { kind: "trade", instrument: instrumentId(instrument), time: asMs(time), price, size, takerSide: side, id } };
}
