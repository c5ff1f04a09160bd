import type { InstrumentId } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import { type Frame, data as dataOf, dropped } from "#exchanges/feeding/frame.ts";
import { type Fields, atLeastZero, decimal, epochMs, isAbsent, isRecord, isSymbol, levels, positive, wholeNumber } from "#exchanges/reading/fields.ts";
import { intervalNamed } from "#exchanges/reading/interval-name.ts";
import { BINANCE } from "./declaration.ts";
import { INTERVALS_MS } from "./intervals.ts";

/** Reads one text frame, combined (`{stream, data}`) or bare. Pure, never throws, never lets a value through that is not finite. */
export function normalise(text: string): Frame {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return dropped("not JSON");
  }
  if (!isRecord(parsed)) return dropped("not an object");
  const data = isRecord(parsed.data) ? parsed.data : parsed;
  switch (data.e) {
    case "aggTrade":
      return readTrade(data);
    case "depthUpdate":
      return readBook(data);
    case "markPriceUpdate":
      return readMark(data);
    case "kline":
      return readCandle(data);
    case "forceOrder":
      return readLiquidation(data);
    default:
      return readOther(data);
  }
}

/** `q` holds everything that was traded; `nq`, without the fills of retail price improvement orders, would leave a part of the flow out. */
function readTrade({ s, a, p, q, T, m, E }: Fields): Frame {
  const price = positive(p);
  const size = positive(q);
  const id = a === undefined ? 0 : wholeNumber(a);
  if (!isSymbol(s) || typeof m !== "boolean" || Number.isNaN(price + size + id + epochMs(T))) return dropped("malformed aggTrade");
  const event = { kind: "trade", instrument: idOf(s), time: asMs(T as number), price, size, takerSide: m ? "sell" : "buy" } as const;
  return dataOf({ kind: "trades", instrument: event.instrument, ...sentAt(E), events: [a === undefined ? event : { ...event, id }] });
}

function readMark({ s, E, p, i, r, T }: Fields): Frame {
  const mark = positive(p);
  const index = isAbsent(i) ? undefined : positive(i);
  const fundingRate = isAbsent(r) ? undefined : decimal(r);
  // Dated futures have no funding and say so with T = 0.
  const nextFundingTime = isAbsent(T) || T === 0 ? undefined : epochMs(T);
  if (!isSymbol(s) || Number.isNaN(mark + epochMs(E) + (index ?? 0) + (fundingRate ?? 0) + (nextFundingTime ?? 0))) return dropped("malformed markPriceUpdate");
  return dataOf({
    kind: "ticker",
    instrument: idOf(s),
    time: asMs(E as number),
    mark,
    ...(index === undefined ? {} : { index }),
    ...(fundingRate === undefined ? {} : { fundingRate }),
    ...(nextFundingTime === undefined ? {} : { nextFundingTime: asMs(nextFundingTime) }),
  });
}

function readCandle({ s, E, k }: Fields): Frame {
  if (!isSymbol(s) || !isRecord(k)) return dropped("malformed kline");
  const [open, high, low, close] = [positive(k.o), positive(k.h), positive(k.l), positive(k.c)];
  const volume = atLeastZero(k.v);
  const takerBuyVolume = atLeastZero(k.V);
  const intervalMs = intervalNamed(INTERVALS_MS, k.i);
  const closed = k.x;
  if (typeof closed !== "boolean" || intervalMs === undefined) return dropped("malformed kline");
  if (Number.isNaN(open + high + low + close + volume + takerBuyVolume + epochMs(k.t) + epochMs(E))) return dropped("malformed kline");
  if (low > Math.min(open, close) || high < Math.max(open, close)) return dropped("kline that contradicts itself");
  const openTime = asMs(k.t as number);
  const bar = { openTime, intervalMs, open, high, low, close, volume, takerBuyVolume, closed };
  return dataOf({ kind: "candle", instrument: idOf(s), sentAt: E as number, event: { kind: "candle", instrument: idOf(s), price: "last", ...bar } });
}

/** `S` is the side of the forced order: a SELL closes a long. `z` is what was filled, at `ap`; `p` is the bankruptcy price. */
function readLiquidation({ E, o }: Fields): Frame {
  if (!isRecord(o) || !isSymbol(o.s) || (o.S !== "SELL" && o.S !== "BUY")) return dropped("malformed forceOrder");
  const size = atLeastZero(o.z);
  const orderPrice = positive(o.p);
  const filledAt = isAbsent(o.ap) ? 0 : atLeastZero(o.ap);
  if (Number.isNaN(size + orderPrice + filledAt + epochMs(o.T) + epochMs(E))) return dropped("malformed forceOrder");
  // The book took nothing of it: no volume was forced into the market.
  if (size === 0) return dataOf({ kind: "liquidations", instrument: idOf(o.s), ...sentAt(E), events: [] });
  const price = filledAt > 0 ? filledAt : orderPrice;
  const positionSide = o.S === "SELL" ? "long" : "short";
  const { sampling } = BINANCE.liquidations;
  const event = { kind: "liquidation", instrument: idOf(o.s), time: asMs(o.T as number), positionSide, price, size, orderPrice, sampling } as const;
  return dataOf({ kind: "liquidations", instrument: event.instrument, sentAt: E as number, events: [event] });
}

function readBook({ s, E, T, U, u, pu, b, a }: Fields): Frame {
  const bids = levels(b);
  const asks = levels(a);
  const time = isAbsent(T) ? epochMs(E) : epochMs(T);
  const [first, last, previous] = [wholeNumber(U), wholeNumber(u), wholeNumber(pu)];
  if (!isSymbol(s) || bids === undefined || asks === undefined || Number.isNaN(time + first + last + previous) || first > last)
    return dropped("malformed depthUpdate");
  const event = { kind: "book", instrument: idOf(s), time: asMs(time), snapshot: false, bids, asks } as const;
  return dataOf({ kind: "book", instrument: event.instrument, ...sentAt(E), event, first, last, previous });
}

function readOther(data: Fields): Frame {
  if (typeof data.e === "string") return dropped(`unexpected ${data.e.slice(0, 40)}`);
  const error = isRecord(data.error) ? data.error : data;
  const to = Number.isSafeInteger(data.id) ? String(data.id) : undefined;
  if (typeof error.msg === "string") return { kind: "refused", to, reason: error.msg.slice(0, 200) };
  if (data.result === null && to !== undefined) return { kind: "subscribed", to };
  return "result" in data ? { kind: "reply" } : dropped("unknown frame");
}

const idOf = (symbol: string): InstrumentId => `${BINANCE.id}:${symbol}`;
const sentAt = (E: unknown): { sentAt?: number } => (Number.isNaN(epochMs(E)) ? {} : { sentAt: E as number });
