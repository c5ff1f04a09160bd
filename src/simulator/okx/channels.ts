import type { StreamKind } from "#simulator/wire/fault.ts";
import { EVERY_SYMBOL, type Subscription } from "#simulator/wire/venue.ts";
import { BAR_MS } from "./query.ts";

export type ChannelPath = "public" | "business";

const PUBLIC = {
  trades: "trades",
  tickers: "ticker",
  "mark-price": "mark",
  "index-tickers": "index",
  "funding-rate": "funding",
  "open-interest": "open-interest",
  books: "book",
  books5: "book",
  "bbo-tbt": "book",
  "liquidation-orders": "liquidations",
} as const satisfies Record<string, StreamKind>;

/** One argument of a subscription. */
export interface Channel {
  readonly kind: keyof typeof PUBLIC | "candle" | "mark-price-candle";
  readonly path: ChannelPath;
  readonly stream: StreamKind;
  /** Of candles. */
  readonly intervalMs: number;
  /** Instrument, family (of an index) or type (of liquidations). */
  readonly of: string;
  /** As the client wrote it: messages repeat it. */
  readonly arg: Readonly<Record<string, string>>;
}

/** Reads an argument; undefined when there is no such channel, or what it is of is not said. */
export function parseChannel(arg: Readonly<Record<string, unknown>>): Channel | undefined {
  const { channel, instId, instType } = arg;
  if (typeof channel !== "string") return undefined;
  const of = channel === "liquidation-orders" ? instType : instId;
  if (typeof of !== "string") return undefined;
  const spelled = { channel, [channel === "liquidation-orders" ? "instType" : "instId"]: of };
  if (Object.hasOwn(PUBLIC, channel)) {
    const kind = channel as keyof typeof PUBLIC;
    return { kind, path: "public", stream: PUBLIC[kind], intervalMs: 0, of, arg: spelled };
  }
  const [, mark, bar] = /^(mark-price-)?candle(\w+)$/.exec(channel) ?? [];
  if (bar === undefined || !Object.hasOwn(BAR_MS, bar)) return undefined;
  const [kind, stream] = mark === undefined ? (["candle", "candles"] as const) : (["mark-price-candle", "mark-candles"] as const);
  return { kind, path: "business", stream, intervalMs: BAR_MS[bar], of, arg: spelled };
}

/** The name that a client's argument and a subscription share. */
export const keyOf = ({ arg, of }: Channel): string => `${arg["channel"]}:${of}`;

export function subscriptionTo(channel: Channel): Subscription {
  const { kind, stream, of } = channel;
  const many = kind === "liquidation-orders" || kind === "index-tickers";
  return { key: keyOf(channel), stream, symbol: many ? EVERY_SYMBOL : of };
}

/** The channel of a subscription's name. */
export function channelOf(key: string): Channel | undefined {
  const at = key.indexOf(":");
  const [channel, of] = [key.slice(0, at), key.slice(at + 1)];
  return parseChannel(channel === "liquidation-orders" ? { channel, instType: of } : { channel, instId: of });
}
