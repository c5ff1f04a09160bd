import type { StreamKind } from "#simulator/wire/fault.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { EVERY_SYMBOL, type Subscription } from "#simulator/wire/venue.ts";
import { CATEGORIES, type Category, INTERVAL_MS, categoryOfListing } from "./query.ts";

const STREAMS = {
  publicTrade: "trades",
  ticker: "ticker",
  kline: "candles",
  liquidation: "liquidations",
  books: "book",
  books1: "book",
  books5: "book",
  books50: "book",
} as const satisfies Record<string, StreamKind>;

/** One argument of a subscription. */
export interface Topic {
  readonly kind: keyof typeof STREAMS;
  readonly category: Category;
  /** {@link EVERY_SYMBOL} of liquidations. */
  readonly symbol: string;
  /** Of candles. */
  readonly intervalMs: number;
  /** As messages repeat it. */
  readonly arg: Readonly<Record<string, string>>;
}

/** Reads an argument; undefined when there is no such topic. */
export function parseTopic(asked: Readonly<Record<string, unknown>>): Topic | undefined {
  const { instType, topic, symbol, interval } = asked;
  if (typeof instType !== "string" || typeof topic !== "string" || !Object.hasOwn(STREAMS, topic)) return undefined;
  const kind = topic as keyof typeof STREAMS;
  const category = CATEGORIES.find((known) => known.toLowerCase() === instType);
  if (category === undefined) return undefined;
  if (kind === "liquidation") return { kind, category, symbol: EVERY_SYMBOL, intervalMs: 0, arg: { instType, topic } };
  if (typeof symbol !== "string") return undefined;
  if (kind !== "kline") return { kind, category, symbol, intervalMs: 0, arg: { instType, topic, symbol } };
  if (typeof interval !== "string" || !Object.hasOwn(INTERVAL_MS, interval)) return undefined;
  return { kind, category, symbol, intervalMs: INTERVAL_MS[interval], arg: { instType, topic, symbol, interval } };
}

export const keyOf = ({ arg }: Topic): string => JSON.stringify(arg);
export const topicOf = (key: string): Topic | undefined => parseTopic(JSON.parse(key) as Record<string, unknown>);

export const subscriptionTo = (topic: Topic): Subscription => ({ key: keyOf(topic), stream: STREAMS[topic.kind], symbol: topic.symbol });

export const isOf = ({ category, symbol }: Topic, listing: Listing): boolean =>
  categoryOfListing(listing) === category && (symbol === EVERY_SYMBOL || symbol === listing.symbol);
