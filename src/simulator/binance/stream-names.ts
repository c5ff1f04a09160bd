import type { StreamKind } from "#simulator/wire/fault.ts";
import { EVERY_SYMBOL, type Subscription } from "#simulator/wire/venue.ts";
import { INTERVAL_MS } from "#simulator/wire/candle-window.ts";

/** Since April 2026 each stream is served on one path only; asked for on the other it stays silent. */
export type StreamRoute = "market" | "public";

/** One stream of one symbol, or of EVERY_SYMBOL. `name` is as the client wrote it. */
export type Stream =
  | { readonly kind: "aggTrade" | "forceOrder" | "markPrice"; readonly name: string; readonly symbol: string }
  | { readonly kind: "kline"; readonly name: string; readonly symbol: string; readonly interval: string }
  | { readonly kind: "depthUpdate"; readonly name: string; readonly symbol: string }
  | { readonly kind: "partialDepth"; readonly name: string; readonly symbol: string; readonly levels: number };

export const ROUTE_OF_KIND: Readonly<Record<Stream["kind"], StreamRoute>> = {
  aggTrade: "market",
  forceOrder: "market",
  markPrice: "market",
  kline: "market",
  depthUpdate: "public",
  partialDepth: "public",
};

const STREAM_KIND: Readonly<Record<Stream["kind"], StreamKind>> = {
  aggTrade: "trades",
  forceOrder: "liquidations",
  markPrice: "mark",
  kline: "candles",
  depthUpdate: "book",
  partialDepth: "book",
};

export const subscriptionTo = ({ name, kind, symbol }: Stream): Subscription => ({ key: name, stream: STREAM_KIND[kind], symbol });

const WHOLE_MARKET_STREAMS: Readonly<Record<string, "forceOrder" | "markPrice">> = {
  "!forceOrder@arr": "forceOrder",
  "!markPrice@arr": "markPrice",
  "!markPrice@arr@1s": "markPrice",
};

/** Reads a stream's name; undefined when no such stream exists, which Binance answers with silence. */
export function parseStream(name: string): Stream | undefined {
  if (Object.hasOwn(WHOLE_MARKET_STREAMS, name)) return { kind: WHOLE_MARKET_STREAMS[name], name, symbol: EVERY_SYMBOL };
  const [, lower, suffix] = /^([a-z0-9]+)@(.+)$/.exec(name) ?? [];
  if (suffix === undefined) return undefined;
  const symbol = lower.toUpperCase();
  if (suffix === "aggTrade" || suffix === "forceOrder") return { kind: suffix, name, symbol };
  if (suffix === "markPrice" || suffix === "markPrice@1s") return { kind: "markPrice", name, symbol };
  if (suffix === "depth@100ms") return { kind: "depthUpdate", name, symbol };
  const interval = /^kline_(\w+)$/.exec(suffix)?.[1];
  if (interval !== undefined && Object.hasOwn(INTERVAL_MS, interval)) return { kind: "kline", name, symbol, interval };
  const levels = /^depth(5|10|20)(@100ms)?$/.exec(suffix)?.[1];
  return levels === undefined ? undefined : { kind: "partialDepth", name, symbol, levels: Number(levels) };
}
