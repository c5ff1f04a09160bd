import type { StreamKind } from "#simulator/wire/fault.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { EVERY_SYMBOL, type Subscription } from "#simulator/wire/venue.ts";
import { type Asked, INTERVAL_MS } from "./info-request.ts";

const STREAMS = {
  trades: "trades",
  l2Book: "book",
  bbo: "book",
  candle: "candles",
  activeAssetCtx: "ticker",
  allMids: "ticker",
  allDexsAssetCtxs: "ticker",
  fastAssetCtxs: "mark",
} as const satisfies Record<string, StreamKind>;
const OF_EVERYTHING = new Set(["allMids", "allDexsAssetCtxs", "fastAssetCtxs"]);

/** What a client subscribes to. */
export interface Topic {
  readonly kind: keyof typeof STREAMS;
  /** {@link EVERY_SYMBOL} where it is of all coins. */
  readonly coin: string;
  readonly interval: string;
  /** Of books: 5 levels where they are fast, else 20. */
  readonly levels: 5 | 20;
  readonly asked: Asked;
}

/** Reads a subscription; undefined when it is none. */
export function parseTopic(asked: Asked): Topic | undefined {
  const { type, coin, interval = "", fast } = asked;
  if (typeof type !== "string" || !Object.hasOwn(STREAMS, type)) return undefined;
  const kind = type as keyof typeof STREAMS;
  const levels = fast === true ? 5 : 20;
  if (OF_EVERYTHING.has(kind)) return { kind, coin: EVERY_SYMBOL, interval: "", levels, asked };
  if (typeof coin !== "string" || typeof interval !== "string") return undefined;
  if (kind === "candle" && !Object.hasOwn(INTERVAL_MS, interval)) return undefined;
  return { kind, coin, interval, levels, asked };
}

export const keyOf = ({ asked }: Topic): string => JSON.stringify(asked);
export const topicOf = (key: string): Topic | undefined => parseTopic(JSON.parse(key) as Asked);
export const subscriptionTo = (topic: Topic): Subscription => ({ key: keyOf(topic), stream: STREAMS[topic.kind], symbol: topic.coin });
export const isOf = ({ coin }: Topic, { symbol }: Listing): boolean => coin === EVERY_SYMBOL || coin === symbol;
