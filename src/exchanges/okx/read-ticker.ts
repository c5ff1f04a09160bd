import { instrumentId } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import type { Frame, InstrumentsBySymbol } from "#exchanges/feeding/frame.ts";
import { type Fields, atLeastZero, decimal, epochMsText, isAbsent, isRecord, isSymbol, positive } from "#exchanges/reading/fields.ts";
import { type PushReader, everyRow, forInstrument } from "./push.ts";

/** These channels push one row at a time, as a rule. */
const rowByRow =
  (read: (row: Fields, instruments: InstrumentsBySymbol) => Frame | undefined): PushReader =>
  (push, instruments) =>
    everyRow(push, (row) => (isRecord(row) ? read(row, instruments) : undefined));

/** Channel `mark-price`. */
export const readMark = rowByRow(({ instId, markPx, ts }, instruments) => {
  return forInstrument(instId, instruments, (instrument) => {
    const [mark, time] = [positive(markPx), epochMsText(ts)];
    return Number.isNaN(mark + time) ? undefined : { kind: "ticker", time: asMs(time), sentAt: time, instrument: instrumentId(instrument), mark };
  });
});

/** Channel `index-tickers`: an index, e.g. BTC-USDT, is that of every instrument whose name begins with it. */
export const readIndex = rowByRow(({ instId, idxPx, ts }, instruments) => {
  const [index, time] = [positive(idxPx), epochMsText(ts)];
  if (!isSymbol(instId) || Number.isNaN(index + time)) return undefined;
  const priced = [...instruments.values()].filter(({ symbol }) => symbol.startsWith(`${instId}-`));
  return { kind: "data", data: priced.map((instrument) => ({ kind: "ticker", time: asMs(time), sentAt: time, instrument: instrumentId(instrument), index })) };
});

/** Channel `funding-rate`: `fundingRate` is what will be settled at `fundingTime`; the fields called "next" are of the settlement after it, and so tell the interval. */
export const readFunding = rowByRow(({ instId, fundingRate, fundingTime, nextFundingTime, ts }, instruments) => {
  return forInstrument(instId, instruments, (instrument) => {
    const [rate, settlesAt, time] = [decimal(fundingRate), epochMsText(fundingTime), epochMsText(ts)];
    const intervalMs = isAbsent(nextFundingTime) ? 0 : epochMsText(nextFundingTime) - settlesAt;
    if (Number.isNaN(rate + settlesAt + time + intervalMs)) return undefined;
    return {
      kind: "ticker",
      time: asMs(time),
      sentAt: time,
      instrument: instrumentId(instrument),
      fundingRate: rate,
      nextFundingTime: asMs(settlesAt),
      ...(intervalMs > 0 && { fundingIntervalMs: asMs(intervalMs) }),
    };
  });
});

/** Channel `open-interest`: `oi` counts contracts, one side of them. */
export const readOpenInterest = rowByRow(({ instId, oi, ts }, instruments) => {
  return forInstrument(instId, instruments, (instrument) => {
    const [openInterest, time] = [atLeastZero(oi) * instrument.contractSize, epochMsText(ts)];
    return Number.isFinite(openInterest + time)
      ? { kind: "ticker", time: asMs(time), sentAt: time, instrument: instrumentId(instrument), openInterest }
      : undefined;
  });
});
