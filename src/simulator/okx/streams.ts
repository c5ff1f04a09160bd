import type { ForcedOrder } from "#simulator/market/tape.ts";
import { createDepthWindow } from "#simulator/wire/depth-window.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { remembered } from "#simulator/wire/remembered.ts";
import type { StreamWire } from "#simulator/wire/venue.ts";
import { BOOK_LEVELS, type ChannelMemory, framesOf, rememberShown } from "./channel-frames.ts";
import { type ChannelPath, channelOf } from "./channels.ts";
import { isOf } from "./channel-listings.ts";
import { createProtocol } from "./protocol.ts";

/** OKX's v5 channels. Limits: okx.com/docs-v5/en/#overview-websocket; a line that is silent both ways for 30 s is cut. */
export function createStreams(): StreamWire {
  const memory: ChannelMemory = {
    depth: remembered((listing: Listing) => createDepthWindow(listing.book, BOOK_LEVELS)),
    backlog: remembered((): ForcedOrder[] => []),
    lastSent: new Map(),
  };
  return {
    limits: { mostOpen: 1_000, mostNew: 3, newWindowMs: 1_000, idle: { afterMs: 30_000, of: "both" } },
    accept(path) {
      const kind = /^\/ws\/v5\/(public|business)$/.exec(path)?.[1] as ChannelPath | undefined;
      return kind && createProtocol(kind, memory);
    },
    looked(news) {
      for (const item of news) rememberShown(item, memory);
    },
    frames({ key }, news) {
      const channel = channelOf(key);
      return channel === undefined ? [] : news.filter(({ listing }) => isOf(channel, listing)).flatMap((item) => framesOf(channel, item, memory));
    },
  };
}
