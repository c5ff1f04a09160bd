import type { CandleEvent } from "#core/events.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { dropped } from "#exchanges/feeding/frame.ts";
import { atLeastZero, epochMsText, positive } from "#exchanges/reading/fields.ts";
import { type PushReader, everyRow, forInstrument } from "./push.ts";

/** Channel `candle1m`: a row, of which there may be several, is [open time, open, high, low, close, volume in contracts, in coin, in quote currency, "1" when closed]. */
export const readCandle: PushReader = (push, instruments) =>
  everyRow(push, (row) => {
    if (!Array.isArray(row)) return undefined;
    const frame = forInstrument(push.arg.instId, instruments, (instrument) => {
      const event = readRow(row as unknown[], instrument);
      return event && { kind: "candle", instrument: event.instrument, event };
    });
    const contradicts = frame?.kind === "data" && frame.data.some((datum) => datum.kind === "candle" && !isSound(datum.event));
    return contradicts ? dropped("candle that contradicts itself") : frame;
  });

function readRow([openTimeText, o, h, l, c, contracts, , , confirm]: readonly unknown[], instrument: Instrument): CandleEvent | undefined {
  const [open, high, low, close] = [positive(o), positive(h), positive(l), positive(c)];
  const openTime = epochMsText(openTimeText);
  const volume = atLeastZero(contracts) * instrument.contractSize;
  if (!Number.isFinite(open + high + low + close + openTime + volume) || (confirm !== "0" && confirm !== "1")) return undefined;
  const bar = { openTime: asMs(openTime), intervalMs: MINUTE_MS, open, high, low, close, volume, closed: confirm === "1" };
  return { kind: "candle", instrument: instrumentId(instrument), price: "last", ...bar };
}

const isSound = ({ open, high, low, close }: CandleEvent): boolean => low <= Math.min(open, close) && high >= Math.max(open, close);
