import { MINUTE_MS } from "#core/units.ts";
import { createDepthWindow } from "#simulator/wire/depth-window.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { remembered } from "#simulator/wire/remembered.ts";
import type { StreamWire } from "#simulator/wire/venue.ts";
import { createProtocol } from "./protocol.ts";
import type { Category } from "./query.ts";
import { createTickerStream } from "./ticker-stream.ts";
import { type TopicMemory, framesOf } from "./topic-frames.ts";
import { parseTopic } from "./topics.ts";

/** Bybit's v5 public streams. Limits: bybit-exchange.github.io/docs/v5/ws/connect; a client that is silent for ten minutes is cut. */
export function createStreams(): StreamWire {
  const windows = remembered((listing: Listing) => remembered((depth: number) => createDepthWindow(listing.book, depth)));
  const memory: TopicMemory = { depth: (listing, depth) => windows(listing)(depth), ticker: remembered(createTickerStream) };
  return {
    limits: { mostOpen: 1_000, mostNew: 500, newWindowMs: 5 * MINUTE_MS, idle: { afterMs: 10 * MINUTE_MS, of: "client" } },
    accept(path) {
      const category = /^\/v5\/public\/(linear|inverse)$/.exec(path)?.[1] as Category | undefined;
      return category && createProtocol(category, memory);
    },
    frames({ key }, news) {
      const topic = parseTopic(key);
      const item = news.find(({ listing }) => listing.symbol === topic?.symbol);
      return topic === undefined || item === undefined ? [] : framesOf(topic, item, memory);
    },
  };
}
