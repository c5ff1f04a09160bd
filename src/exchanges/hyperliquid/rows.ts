import type { CandleEvent } from "#core/events.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { type Ms, asMs } from "#core/units.ts";
import type { CandleRow } from "./schemas.ts";

/** A candle of an answer as an event; Hyperliquid does not say how much of the volume takers bought. */
export const candleOfRow = (instrument: Instrument, intervalMs: Ms, { t, o, h, l, c, v }: CandleRow): CandleEvent => ({
  kind: "candle",
  instrument: instrumentId(instrument),
  price: "last",
  openTime: asMs(t),
  intervalMs,
  open: o,
  high: h,
  low: l,
  close: c,
  volume: v,
  closed: true,
});
