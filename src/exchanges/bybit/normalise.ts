import type { LiquidationEvent, TradeEvent } from "#core/events.ts";
import type { InstrumentId } from "#core/instrument.ts";
import { HOUR_MS, asMs } from "#core/units.ts";
import { type CandleDatum, type Frame, data as dataOf, dropped } from "#exchanges/feeding/frame.ts";
import {
  type Fields,
  atLeastZero,
  decimal,
  epochMs,
  epochMsText,
  isAbsent,
  isRecord,
  isSymbol,
  levels,
  positive,
  wholeNumber,
} from "#exchanges/reading/fields.ts";
import { intervalNamed } from "#exchanges/reading/interval-name.ts";
import { BYBIT } from "./declaration.ts";
import { CANDLE_INTERVALS_MS } from "./intervals.ts";
import { oneSided } from "./open-interest.ts";

/** Reads one text frame. Pure, never throws, never lets a value through that is not finite. A frame of which one row is unusable is dropped whole. */
export function normalise(text: string): Frame {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return dropped("not JSON");
  }
  if (!isRecord(parsed)) return dropped("not an object");
  const { topic, ts } = parsed;
  if (typeof topic !== "string") return readReply(parsed);
  if (Number.isNaN(epochMs(ts))) return dropped("frame without its time");
  // The symbol is the last part; it holds no dots.
  const symbol = topic.slice(topic.lastIndexOf(".") + 1);
  const message: Message = { symbol, instrument: `${BYBIT.id}:${symbol}`, sentAt: ts as number, fields: parsed };
  switch (topic.slice(0, topic.indexOf("."))) {
    case "publicTrade":
      return readTrades(message);
    case "orderbook":
      return readBook(message);
    case "tickers":
      return readTicker(message);
    case "allLiquidation":
      return readLiquidations(message);
    case "kline":
      return readCandles(message);
    default:
      return dropped(`unexpected ${topic.slice(0, 40)}`);
  }
}

/** A message of a topic that is followed. */
interface Message {
  readonly symbol: string;
  readonly instrument: InstrumentId;
  /** Bybit's time of the message. */
  readonly sentAt: number;
  readonly fields: Fields;
}

/** `S` is the taker's side. Ids are no numbers and tell no order. Block trades (BT) are agreed off the book: nobody took, so they are left out. */
function readTrades({ symbol, instrument, sentAt, fields: { data } }: Message): Frame {
  if (!Array.isArray(data)) return dropped("malformed publicTrade");
  const events: TradeEvent[] = [];
  const keys: string[] = [];
  for (const row of data as unknown[]) {
    if (!isRecord(row)) return dropped("malformed publicTrade");
    const { s, S, p, v, T, i, BT } = row;
    const price = positive(p);
    const size = positive(v);
    if (s !== symbol || !isSymbol(i) || !isSide(S) || Number.isNaN(price + size + epochMs(T))) return dropped("malformed publicTrade");
    if (BT === true) continue;
    events.push({ kind: "trade", instrument, time: asMs(T as number), price, size, takerSide: S === "Buy" ? "buy" : "sell" });
    keys.push(i);
  }
  return events.length === 0 ? dataOf() : dataOf({ kind: "trades", instrument, sentAt, events, keys });
}

/** `S` is the side of the position: Buy is a long that was liquidated. `p` is its bankruptcy price; the fill is not published. */
function readLiquidations({ symbol, instrument, sentAt, fields: { data } }: Message): Frame {
  if (!Array.isArray(data)) return dropped("malformed allLiquidation");
  const { sampling } = BYBIT.liquidations;
  const events: LiquidationEvent[] = [];
  for (const row of data as unknown[]) {
    if (!isRecord(row)) return dropped("malformed allLiquidation");
    const { s, S, p, v, T } = row;
    const price = positive(p);
    const size = positive(v);
    if (s !== symbol || !isSide(S) || Number.isNaN(price + size + epochMs(T))) return dropped("malformed allLiquidation");
    const positionSide = S === "Buy" ? "long" : "short";
    events.push({ kind: "liquidation", instrument, time: asMs(T as number), positionSide, price, orderPrice: price, size, sampling });
  }
  return events.length === 0 ? dataOf() : dataOf({ kind: "liquidations", instrument, sentAt, events });
}

/**
 * Update ids (`u`) count by one. `cts` is the matching engine's time, `ts` that of the message. Update 1 is a snapshot whatever it is called:
 * Bybit has started anew.
 */
function readBook({ symbol, instrument, sentAt, fields: { data, type, cts } }: Message): Frame {
  if (!isRecord(data) || (type !== "snapshot" && type !== "delta")) return dropped("malformed orderbook");
  const bids = levels(data.b);
  const asks = levels(data.a);
  const last = wholeNumber(data.u);
  const time = isAbsent(cts) ? sentAt : epochMs(cts);
  if (data.s !== symbol || bids === undefined || asks === undefined || Number.isNaN(last + time)) return dropped("malformed orderbook");
  const snapshot = type === "snapshot" || last === 1;
  const event = { kind: "book", instrument, time: asMs(time), snapshot, bids, asks } as const;
  return dataOf({ kind: "book", instrument, sentAt, event, last, ...(snapshot ? {} : { previous: last - 1 }) });
}

/** A field that is absent is as it was. Dated futures have no funding and say so with empty text or "0". */
function readTicker({ symbol, instrument, sentAt, fields: { data, type } }: Message): Frame {
  if (!isRecord(data) || data.symbol !== symbol || (type !== "snapshot" && type !== "delta")) return dropped("malformed tickers");
  const mark = optional(data.markPrice, positive);
  const index = optional(data.indexPrice, positive);
  const nextFundingTime = data.nextFundingTime === "0" ? undefined : optional(data.nextFundingTime, epochMsText);
  const fundingRate = data.nextFundingTime === "0" ? undefined : optional(data.fundingRate, decimal);
  const intervalHours = positive(data.fundingIntervalHour);
  const single = optional(data.singleOpenInterest, atLeastZero);
  const both = optional(data.openInterest, atLeastZero);
  if (Number.isNaN((mark ?? 0) + (index ?? 0) + (nextFundingTime ?? 0) + (fundingRate ?? 0) + (single ?? 0) + (both ?? 0))) return dropped("malformed tickers");
  const openInterest = single ?? (both === undefined ? undefined : oneSided({ openInterest: both }));
  return dataOf({
    kind: "ticker",
    instrument,
    time: asMs(sentAt),
    ...(mark === undefined ? {} : { mark }),
    ...(index === undefined ? {} : { index }),
    ...(fundingRate === undefined ? {} : { fundingRate }),
    ...(nextFundingTime === undefined ? {} : { nextFundingTime: asMs(nextFundingTime) }),
    ...(intervalHours > 0 && { fundingIntervalMs: asMs(intervalHours * HOUR_MS) }),
    ...(openInterest === undefined ? {} : { openInterest }),
    restHolds: true,
  });
}

/** Volume is in base coin, of inverse contracts in USD; what takers bought of it is not published. */
function readCandles({ instrument, sentAt, fields: { data } }: Message): Frame {
  if (!Array.isArray(data)) return dropped("malformed kline");
  const candles: CandleDatum[] = [];
  // The states of a bar are told apart by their time; the bars of one message share it.
  const sent = data.length === 1 ? { sentAt } : {};
  for (const row of data as unknown[]) {
    if (!isRecord(row)) return dropped("malformed kline");
    const [open, high, low, close] = [positive(row.open), positive(row.high), positive(row.low), positive(row.close)];
    const volume = atLeastZero(row.volume);
    const { interval, confirm: closed, start } = row;
    const intervalMs = intervalNamed(CANDLE_INTERVALS_MS, interval);
    if (typeof closed !== "boolean" || intervalMs === undefined) return dropped("malformed kline");
    if (Number.isNaN(open + high + low + close + volume + epochMs(start))) return dropped("malformed kline");
    if (low > Math.min(open, close) || high < Math.max(open, close)) return dropped("kline that contradicts itself");
    const bar = { openTime: asMs(start as number), intervalMs, open, high, low, close, volume, closed };
    candles.push({ kind: "candle", instrument, ...sent, event: { kind: "candle", instrument, price: "last", ...bar } });
  }
  return dataOf(...candles);
}

/** Answers carry `op` and the number of our request; `success: false` is a refusal. */
function readReply({ op, success, ret_msg: message, req_id: request }: Fields): Frame {
  const to = typeof request === "string" && request !== "" ? request : undefined;
  if (success === false) return { kind: "refused", to, reason: typeof message === "string" && message !== "" ? message.slice(0, 200) : "without a reason" };
  if (op === "subscribe" && to !== undefined) return { kind: "subscribed", to };
  return typeof op === "string" ? { kind: "reply" } : dropped("unknown frame");
}

const optional = (value: unknown, read: (value: unknown) => number): number | undefined => (isAbsent(value) ? undefined : read(value));
const isSide = (value: unknown): value is "Buy" | "Sell" => value === "Buy" || value === "Sell";
