import { DAY_MS, MINUTE_MS } from "#core/units.ts";
import { createDepthWindow } from "#simulator/wire/depth-window.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { remembered } from "#simulator/wire/remembered.ts";
import type { StreamWire } from "#simulator/wire/venue.ts";
import type { LiquidationArchive } from "./liquidation-archive.ts";
import { createProtocol } from "./protocol.ts";
import { FULL_DEPTH, framesOf } from "./topic-frames.ts";
import { isOf, topicOf } from "./topics.ts";

/** Bitget's v3 public topics. Limits: bitget.com/api-doc/common/websocket-intro; cut after two minutes without a ping, and every 24 hours. */
export function createStreams(archive: LiquidationArchive): StreamWire {
  const depth = remembered((listing: Listing) => createDepthWindow(listing.book, FULL_DEPTH));
  return {
    limits: {
      mostOpen: 100,
      mostNew: 300,
      newWindowMs: 5 * MINUTE_MS,
      messagesPerSecond: 10,
      idle: { afterMs: 2 * MINUTE_MS, of: "client" },
      lifetimeMs: DAY_MS,
    },
    accept: (path) => (path === "/v3/ws/public" ? createProtocol(depth) : undefined),
    looked(news) {
      for (const { listing, liquidations } of news) archive.add(listing, liquidations);
    },
    frames({ key }, news) {
      const topic = topicOf(key);
      return topic === undefined ? [] : news.filter(({ listing }) => isOf(topic, listing)).flatMap((item) => framesOf(topic, item, depth));
    },
  };
}
