import type { StreamKind } from "#simulator/wire/fault.ts";
import type { Subscription } from "#simulator/wire/venue.ts";
import { CANDLE_MS } from "./query.ts";

/** A topic, e.g. `orderbook.50.BTCUSDT`. */
export interface Topic {
  readonly name: string;
  readonly kind: keyof typeof STREAMS;
  /** Depth or interval; empty where there is none. */
  readonly detail: string;
  readonly symbol: string;
}

const STREAMS = {
  publicTrade: "trades",
  tickers: "ticker",
  allLiquidation: "liquidations",
  kline: "candles",
  orderbook: "book",
} as const satisfies Record<string, StreamKind>;

const DEPTHS = new Set(["1", "50", "200", "1000"]);

/** Reads a topic; undefined when Bybit has no handler for it. */
export function parseTopic(name: string): Topic | undefined {
  const parts = name.split(".");
  const [kind] = parts;
  if (!isKind(kind)) return undefined;
  const detailed = kind === "kline" || kind === "orderbook";
  if (parts.length !== (detailed ? 3 : 2)) return undefined;
  const detail = detailed ? parts[1] : "";
  if (kind === "kline" && !Object.hasOwn(CANDLE_MS, detail)) return undefined;
  if (kind === "orderbook" && !DEPTHS.has(detail)) return undefined;
  return { name, kind, detail, symbol: parts[parts.length - 1] };
}

const isKind = (text: string): text is keyof typeof STREAMS => Object.hasOwn(STREAMS, text);

export const subscriptionTo = ({ name, kind, symbol }: Topic): Subscription => ({ key: name, stream: STREAMS[kind], symbol });
