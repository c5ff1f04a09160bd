import type { LiquidationEvent, TradeEvent } from "#core/events.ts";
import { type Instrument, type InstrumentId, instrumentId } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import { type CandleDatum, type Frame, type InstrumentsBySymbol, data as dataOf, dropped } from "#exchanges/feeding/frame.ts";
import { type Fields, atLeastZero, decimal, epochMs, epochMsText, isAbsent, isRecord, isSymbol, levels, positive } from "#exchanges/reading/fields.ts";
import { intervalNamed } from "#exchanges/reading/interval-name.ts";
import { BITGET } from "./declaration.ts";
import { CANDLE_INTERVALS_MS } from "./intervals.ts";
import { liquidatedSize } from "./liquidated-size.ts";
import { topicName } from "./topics.ts";

/** Reads one text frame. Pure, never throws, never lets a value through that is not finite. A frame of which one row is unusable is dropped whole. */
export function normalise(text: string, instruments: InstrumentsBySymbol): Frame {
  if (text === "pong") return { kind: "reply" };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return dropped("not JSON");
  }
  if (!isRecord(parsed)) return dropped("not an object");
  const { event, arg, action, data, ts } = parsed;
  if (typeof event === "string") return readAnswer(parsed, event);
  if (!isRecord(arg) || typeof arg.topic !== "string" || !Array.isArray(data)) return dropped("unknown frame");
  if (action !== "snapshot" && action !== "update") return dropped(`unexpected action of ${arg.topic.slice(0, 40)}`);
  if (Number.isNaN(epochMs(ts))) return dropped("frame without its time");
  const push: Push = { isSnapshot: action === "snapshot", sentAt: ts as number, rows: data as readonly unknown[], text };
  if (arg.topic === "liquidation") return readLiquidations(push, instruments);
  const { symbol } = arg;
  if (!isSymbol(symbol)) return dropped(`malformed ${arg.topic.slice(0, 40)}`);
  const instrument = instruments.get(symbol);
  if (instrument === undefined) return dropped(`unexpected instrument ${symbol.slice(0, 40)}`);
  switch (arg.topic) {
    case "publicTrade":
      return readTrades(push, instrument);
    case "books":
      return readBook(push, instrument);
    case "ticker":
      return readTicker(push, instrument);
    case "kline":
      return readCandles(push, instrument, arg.interval);
    default:
      return dropped(`unexpected ${arg.topic.slice(0, 40)}`);
  }
}

interface Push {
  readonly isSnapshot: boolean;
  /** Bitget's time of the message. */
  readonly sentAt: number;
  readonly rows: readonly unknown[];
  readonly text: string;
}

/**
 * `S` is the taker's side, `v` base coin, of coin-margined contracts USD. Newest first. A subscription begins with a snapshot of trades past, which
 * are others' business: those before the start are the backfill's, those of a break are fetched.
 */
function readTrades({ isSnapshot, sentAt, rows }: Push, instrument: Instrument): Frame {
  const id = instrumentId(instrument);
  const events: TradeEvent[] = [];
  const keys: string[] = [];
  for (const row of rows) {
    if (!isRecord(row)) return dropped("malformed publicTrade");
    const { i, p, v, S, T } = row;
    const price = positive(p);
    const size = positive(v);
    if (!isSymbol(i) || !isSide(S) || Number.isNaN(price + size + epochMsText(T))) return dropped("malformed publicTrade");
    events.unshift({ kind: "trade", instrument: id, time: asMs(Number(T)), price, size, takerSide: S });
    keys.unshift(i);
  }
  return isSnapshot || events.length === 0 ? dataOf() : dataOf({ kind: "trades", instrument: id, sentAt, events, keys });
}

/** Forced orders of a whole category; `side` is that of the position, `price` the bankruptcy price. Those of instruments that nobody asked for are left out. */
function readLiquidations({ sentAt, rows }: Push, instruments: InstrumentsBySymbol): Frame {
  const { sampling } = BITGET.liquidations;
  const byInstrument = new Map<InstrumentId, LiquidationEvent[]>();
  for (const row of rows) {
    if (!isRecord(row)) return dropped("malformed liquidation");
    const { symbol, side, price: p, amount, ts } = row;
    if (!isSymbol(symbol)) return dropped("malformed liquidation");
    const instrument = instruments.get(symbol);
    // However odd it is: it spoils no followed instrument's.
    if (instrument === undefined) continue;
    const price = positive(p);
    if (!isSide(side) || Number.isNaN(price + positive(amount) + epochMsText(ts))) return dropped("malformed liquidation");
    const size = liquidatedSize(amount as string, price, { instrument, unit: "quote" });
    if (!(size > 0 && Number.isFinite(size))) return dropped("malformed liquidation");
    const id = instrumentId(instrument);
    const positionSide = side === "buy" ? "long" : "short";
    const event = { kind: "liquidation", instrument: id, time: asMs(Number(ts)), positionSide, price, orderPrice: price, size, sampling } as const;
    byInstrument.set(id, [...(byInstrument.get(id) ?? []), event]);
  }
  return dataOf(...[...byInstrument].map(([instrument, events]) => ({ kind: "liquidations", instrument, sentAt, events }) as const));
}

/** `pseq` is the `seq` of the message before; a snapshot has none. */
function readBook({ isSnapshot, sentAt, rows, text }: Push, instrument: Instrument): Frame {
  const [row] = rows;
  if (rows.length !== 1 || !isRecord(row)) return dropped("malformed books");
  const bids = levels(row.b);
  const asks = levels(row.a);
  const last = sequenceOf(row.seq, SEQ.exec(text));
  const previous = isSnapshot ? 0 : sequenceOf(row.pseq, PSEQ.exec(text));
  const time = epochMsText(row.ts);
  if (bids === undefined || asks === undefined || Number.isNaN(last + previous + time)) return dropped("malformed books");
  const id = instrumentId(instrument);
  const event = { kind: "book", instrument: id, time: asMs(time), snapshot: isSnapshot, bids, asks } as const;
  return dataOf({ kind: "book", instrument: id, sentAt, event, last, ...(isSnapshot ? {} : { previous }) });
}

/** Whole tickers. Dated futures have no funding and say so with empty text or "0". */
function readTicker({ sentAt, rows }: Push, instrument: Instrument): Frame {
  const [row] = rows;
  if (rows.length !== 1 || !isRecord(row)) return dropped("malformed ticker");
  const mark = positive(row.markPrice);
  const index = optional(row.indexPrice, positive);
  const openInterest = optional(row.openInterest, atLeastZero);
  const hasFunding = !isAbsent(row.nextFundingTime) && row.nextFundingTime !== "0";
  const fundingRate = hasFunding ? optional(row.fundingRate, decimal) : undefined;
  const nextFundingTime = hasFunding ? epochMsText(row.nextFundingTime) : undefined;
  if (Number.isNaN(mark + (index ?? 0) + (openInterest ?? 0) + (fundingRate ?? 0) + (nextFundingTime ?? 0))) return dropped("malformed ticker");
  return dataOf({
    kind: "ticker",
    instrument: instrumentId(instrument),
    time: asMs(sentAt),
    mark,
    ...(index === undefined ? {} : { index }),
    ...(fundingRate === undefined ? {} : { fundingRate }),
    ...(nextFundingTime === undefined ? {} : { nextFundingTime: asMs(nextFundingTime) }),
    ...(openInterest === undefined ? {} : { openInterest }),
  });
}

/** States of bars, oldest first; that a bar is closed is known when the next begins. Volume is in base coin, turnover in quote coin. */
function readCandles({ sentAt, rows }: Push, instrument: Instrument, interval: unknown): Frame {
  const intervalMs = intervalNamed(CANDLE_INTERVALS_MS, interval);
  if (intervalMs === undefined) return dropped("malformed kline");
  const id = instrumentId(instrument);
  const candles: CandleDatum[] = [];
  // The states of a bar are told apart by their time; the bars of one message share it.
  const sent = rows.length === 1 ? { sentAt } : {};
  for (const row of rows) {
    if (!isRecord(row)) return dropped("malformed kline");
    const [open, high, low, close] = [positive(row.open), positive(row.high), positive(row.low), positive(row.close)];
    const [inBase, inQuote] = [atLeastZero(row.volume), atLeastZero(row.turnover)];
    const start = epochMsText(row.start);
    if (Number.isNaN(open + high + low + close + inBase + inQuote + start)) return dropped("malformed kline");
    if (low > Math.min(open, close) || high < Math.max(open, close)) return dropped("kline that contradicts itself");
    const volume = instrument.contract === "linear" ? inBase : inQuote;
    const bar = { openTime: asMs(start), intervalMs, open, high, low, close, volume, closed: false };
    candles.push({ kind: "candle", instrument: id, ...sent, event: { kind: "candle", instrument: id, price: "last", ...bar } });
  }
  return dataOf(...candles.toSorted((a, b) => a.event.openTime - b.event.openTime));
}

/** Answers repeat the argument that they are about; `error` carries a code and a message. */
function readAnswer({ arg, code, msg }: Fields, event: string): Frame {
  const to = isRecord(arg) && typeof arg.topic === "string" ? nameOf(arg) : undefined;
  if (event === "error")
    return { kind: "refused", to, reason: `${typeof msg === "string" && msg !== "" ? msg.slice(0, 200) : "without a reason"} (${String(code).slice(0, 20)})` };
  return event === "subscribe" && to !== undefined ? { kind: "subscribed", to } : { kind: "reply" };
}

function nameOf({ instType, topic, symbol, interval }: Fields): string {
  return topicName({ instType: textOf(instType), topic: textOf(topic), symbol: textOf(symbol), interval: textOf(interval) });
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const SEQ = /"seq":\s*(\d+)(?![\d.e])/i;
const PSEQ = /"pseq":\s*(\d+)(?![\d.e])/i;

/** A number, or the same as text. Those that are longer than doubles are exact are taken from the frame's text, and all but their last 52 bits left out. */
function sequenceOf(value: unknown, inText: RegExpExecArray | null): number {
  if (Number.isSafeInteger(value)) return (value as number) >= 0 ? (value as number) : NaN;
  const digits = typeof value === "string" ? /^\d{1,20}$/.exec(value)?.[0] : inText?.[1];
  if (digits === undefined) return NaN;
  const sequence = Number(digits);
  return Number.isSafeInteger(sequence) ? sequence : Number(BigInt.asUintN(52, BigInt(digits)));
}

const optional = (value: unknown, read: (value: unknown) => number): number | undefined => (isAbsent(value) ? undefined : read(value));
const isSide = (value: unknown): value is "buy" | "sell" => value === "buy" || value === "sell";
