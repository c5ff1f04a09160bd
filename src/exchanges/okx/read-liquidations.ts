import type { LiquidationEvent } from "#core/events.ts";
import { type Instrument, type InstrumentId, instrumentId } from "#core/instrument.ts";
import type { PositionSide } from "#core/position-side.ts";
import { asMs } from "#core/units.ts";
import { type Fields, epochMsText, isAbsent, isRecord, isSymbol, positive } from "#exchanges/reading/fields.ts";
import { OKX } from "./declaration.ts";
import type { PushReader } from "./push.ts";

/**
 * Channel `liquidation-orders` carries the whole market: rows of instruments, each with any number of `details`, and any number of rows of one
 * instrument. All of the followed instruments' come out, those of one instrument together, none of the others'.
 */
export const readLiquidations: PushReader = ({ data }, instruments) => {
  const read = new Map<InstrumentId, LiquidationEvent[]>();
  for (const row of data) {
    if (!isRecord(row) || !isSymbol(row.instId) || !Array.isArray(row.details)) return undefined;
    const instrument = instruments.get(row.instId);
    if (instrument === undefined) continue;
    const details = row.details.map((detail: unknown) => (isRecord(detail) ? readDetail(detail, instrument) : undefined));
    const events = details.filter((event) => event !== undefined);
    if (events.length < details.length) return undefined;
    const id = instrumentId(instrument);
    read.set(id, [...(read.get(id) ?? []), ...events]);
  }
  return { kind: "data", data: [...read].map(([instrument, events]) => ({ kind: "liquidations", instrument, events }) as const) };
};

/** `bkPx` is where the position's margin is gone; what the order was filled at is not said. */
function readDetail({ side, posSide, bkPx, sz, ts }: Fields, instrument: Instrument): LiquidationEvent | undefined {
  const positionSide = readSide(side, posSide);
  const [price, size, time] = [positive(bkPx), positive(sz) * instrument.contractSize, epochMsText(ts)];
  if (positionSide === undefined || !Number.isFinite(price + size + time)) return undefined;
  const { sampling } = OKX.liquidations;
  return { kind: "liquidation", instrument: instrumentId(instrument), time: asMs(time), positionSide, price, size, orderPrice: price, sampling };
}

/** `side` is that of the closing order: a sell closes a long. `posSide` names the position itself, but for accounts that hold one net position. */
function readSide(side: unknown, posSide: unknown): PositionSide | undefined {
  if (side !== "buy" && side !== "sell") return undefined;
  if (posSide === "long" || posSide === "short") return posSide;
  if (posSide !== "net" && !isAbsent(posSide)) return undefined;
  return side === "sell" ? "long" : "short";
}
