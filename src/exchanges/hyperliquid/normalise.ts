import type { BookEvent, TradeEvent } from "#core/events.ts";
import { type InstrumentId, instrumentId } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import { type Frame, data, dropped } from "#exchanges/feeding/frame.ts";
import { type Fields, atLeastZero, decimal, epochMs, isRecord, isSymbol, positive, wholeNumber } from "#exchanges/reading/fields.ts";
import { intervalNamed } from "#exchanges/reading/interval-name.ts";
import { HYPERLIQUID } from "./declaration.ts";
import { INTERVALS_MS } from "./intervals.ts";
import { topicOf } from "./topics.ts";

/**
 * Reads one text frame of Hyperliquid's socket. Pure, never throws, never lets a value through that is not finite.
 * Formats: hyperliquid.gitbook.io/hyperliquid-docs, for-developers/api/websocket/subscriptions.
 */
export function normalise(text: string): Frame {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return dropped("not JSON");
  }
  if (!isRecord(parsed)) return dropped("not an object");
  const { channel, data: told } = parsed;
  switch (channel) {
    case "trades":
      return readTrades(told);
    case "l2Book":
      return isRecord(told) ? readBook(told) : dropped("malformed l2Book");
    case "activeAssetCtx":
      return isRecord(told) ? readContext(told) : dropped("malformed activeAssetCtx");
    case "candle":
      return isRecord(told) ? readCandle(told) : dropped("malformed candle");
    case "subscriptionResponse":
      return readAgreement(told);
    case "pong":
      return { kind: "reply" };
    case "error":
      return readError(told);
    default:
      return dropped(typeof channel === "string" ? `unexpected ${channel.slice(0, 40)}` : "unknown frame");
  }
}

/** A frame holds trades of one coin, oldest first; one that cannot be read spoils it, so that nothing is half told. */
function readTrades(told: unknown): Frame {
  if (Array.isArray(told) && told.length === 0) return data();
  const trades = Array.isArray(told) ? told.map((item) => (isRecord(item) ? readTrade(item) : undefined)) : [];
  const known = trades.filter((trade) => trade !== undefined);
  if (known.length === 0 || known.length < trades.length) return dropped("malformed trades");
  const events = known.map(({ event }) => event);
  const [{ instrument, time }] = events;
  if (events.some((event) => event.instrument !== instrument)) return dropped("trades of several coins");
  return data({ kind: "trades", instrument, sentAt: events[events.length - 1].time ?? time, events, keys: known.map(({ key }) => key) });
}

/** `key` is unique within its coin: ids are hashes, neither rising nor without gaps. */
export interface KeyedTrade {
  readonly key: string;
  readonly event: TradeEvent;
}

/** `side` is the taker's: A (ask) sold, B (bid) bought. `users` are buyer and seller. */
export function readTrade({ coin, side, px, sz, time, tid, users }: Fields): KeyedTrade | undefined {
  const price = positive(px);
  const size = positive(sz);
  if (!isSymbol(coin) || (side !== "A" && side !== "B") || Number.isNaN(price + size + epochMs(time) + wholeNumber(tid))) return undefined;
  const event: TradeEvent = { kind: "trade", instrument: idOf(coin), time: asMs(time as number), price, size, takerSide: side === "A" ? "sell" : "buy" };
  const key = `${time as number} ${tid as number}`;
  if (users === undefined || users === null) return { key, event };
  if (!Array.isArray(users) || !isSymbol(users[0]) || !isSymbol(users[1])) return undefined;
  return { key, event: { ...event, accounts: { buyer: users[0], seller: users[1] } } };
}

/** Each frame is the whole of what is published: twenty levels a side. */
function readBook({ coin, time, levels }: Fields): Frame {
  const [bids, asks] = Array.isArray(levels) && levels.length === 2 ? levels.map(readLevels) : [];
  if (!isSymbol(coin) || bids === undefined || asks === undefined || Number.isNaN(epochMs(time))) return dropped("malformed l2Book");
  const at = asMs(time as number);
  const instrument = idOf(coin);
  return data({ kind: "book", instrument, sentAt: at, last: at, event: { kind: "book", instrument, time: at, snapshot: true, bids, asks } });
}

function readLevels(value: unknown): BookEvent["bids"] | undefined {
  if (!Array.isArray(value)) return undefined;
  const out: [number, number][] = [];
  for (const level of value as readonly unknown[]) {
    if (!isRecord(level)) return undefined;
    const price = positive(level.px);
    const size = atLeastZero(level.sz);
    if (Number.isNaN(price + size)) return undefined;
    out.push([price, size]);
  }
  return out;
}

/** Rates are of one hour; a payment is due at every full one. Open interest is one-sided, in the base coin. */
function readContext({ coin, ctx }: Fields): Frame {
  if (!isSymbol(coin) || !isRecord(ctx)) return dropped("malformed activeAssetCtx");
  const mark = positive(ctx.markPx);
  const index = positive(ctx.oraclePx);
  const fundingRate = decimal(ctx.funding);
  const openInterest = atLeastZero(ctx.openInterest);
  if (Number.isNaN(mark + index + fundingRate + openInterest)) return dropped("malformed activeAssetCtx");
  return data({ kind: "ticker", instrument: idOf(coin), mark, index, fundingRate, openInterest });
}

/** Nothing says that a bar is closed: it is when a later one has come. Nor when it was sent: its states are in the order of its number of trades. */
function readCandle({ s, i, t, o, h, l, c, v, n }: Fields): Frame {
  const [open, high, low, close] = [positive(o), positive(h), positive(l), positive(c)];
  const volume = atLeastZero(v);
  const intervalMs = intervalNamed(INTERVALS_MS, i);
  if (!isSymbol(s) || intervalMs === undefined || Number.isNaN(open + high + low + close + volume + epochMs(t) + wholeNumber(n)))
    return dropped("malformed candle");
  if (low > Math.min(open, close) || high < Math.max(open, close)) return dropped("candle that contradicts itself");
  const openTime = asMs(t as number);
  const instrument = idOf(s);
  const sequence = openTime + Math.min(n as number, intervalMs - 1);
  return data({
    kind: "candle",
    instrument,
    sequence,
    event: { kind: "candle", instrument, price: "last", openTime, intervalMs, open, high, low, close, volume, closed: false },
  });
}

/** An agreement repeats the subscription. */
function readAgreement(told: unknown): Frame {
  const topic = isRecord(told) && isRecord(told.subscription) ? topicOf(told.subscription) : undefined;
  return topic === undefined ? dropped("malformed subscriptionResponse") : { kind: "subscribed", to: topic };
}

/** A refusal is a sentence, with our message inside it where it was one that it did not like. */
function readError(told: unknown): Frame {
  const reason = typeof told === "string" ? told.slice(0, 200) : "for no stated reason";
  const [message] = typeof told === "string" ? (/\{.*\}/s.exec(told) ?? []) : [];
  return { kind: "refused", to: message === undefined ? undefined : topicInMessage(message), reason };
}

function topicInMessage(text: string): string | undefined {
  try {
    const message: unknown = JSON.parse(text);
    if (!isRecord(message)) return undefined;
    return topicOf(isRecord(message.subscription) ? message.subscription : message);
  } catch {
    return undefined;
  }
}

const idOf = (coin: string): InstrumentId => instrumentId({ exchange: HYPERLIQUID.id, symbol: coin });
