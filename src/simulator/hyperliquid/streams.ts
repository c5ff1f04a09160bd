import { MINUTE_MS } from "#core/units.ts";
import { createMeter } from "#simulator/wire/request-meter.ts";
import type { StreamWire } from "#simulator/wire/venue.ts";
import type { ForcedArchive } from "./fills.ts";
import { createProtocol } from "./protocol.ts";
import { type ToldMarks, framesOf } from "./topic-frames.ts";
import { isOf, topicOf } from "./topics.ts";

/** Hyperliquid's subscriptions. Limits: hyperliquid docs, "Rate limits and user limits"; a line that is silent for a minute is closed. */
export function createStreams(forced: ForcedArchive): StreamWire {
  const told: ToldMarks = new Map();
  const meter = createMeter();
  return {
    limits: { mostOpen: 10, mostNew: 30, newWindowMs: MINUTE_MS, idle: { afterMs: MINUTE_MS, of: "both" } },
    accept: (path) => (path === "/ws" ? createProtocol(meter) : undefined),
    looked(news) {
      for (const { listing, liquidations } of news) forced.add(listing, liquidations);
    },
    frames({ key }, news) {
      const topic = topicOf(key);
      const concerned = topic && news.filter(({ listing }) => isOf(topic, listing));
      return topic === undefined || concerned === undefined ? [] : framesOf(topic, concerned, told);
    },
  };
}
