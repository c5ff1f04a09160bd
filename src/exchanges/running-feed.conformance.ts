import { afterEach } from "vitest";
import type { Instrument } from "#core/instrument.ts";
import type { Timing } from "./connection/clock.ts";
import { type ExchangePeer, type ExchangeUnderTest, NOW, REAL, bitcoin, isReady } from "./exchange-under-test.conformance.ts";
import type { ContractClass, Feed, FeedOptions } from "./exchange.ts";
import type { FeedPlan } from "./feeding/feed-plan.ts";
import { startFeed } from "./feeding/feed.ts";
import { createListener } from "./listener.conformance.ts";

export interface RunningFeed {
  readonly peer: ExchangePeer;
  readonly feed: Feed;
  readonly heard: ReturnType<typeof createListener>;
  readonly instrument: Instrument;
  readonly stopping: AbortController;
  /** One new frame of every kind. */
  readonly speak: () => void;
}

export interface RunOptions {
  /** Kind of the instrument that is followed. Default: the linear perpetual. */
  readonly contract?: ContractClass;
  readonly timing?: Timing;
  /** What to run differently from the exchange's own plan. */
  readonly replan?: (plan: FeedPlan) => FeedPlan;
  readonly onFrame?: FeedOptions["onFrame"];
}

/** Feeds of one instrument on a peer of loopback, all ended after each test of the suite that calls this. */
export function feedsOf(subject: ExchangeUnderTest): (options?: RunOptions) => Promise<RunningFeed> {
  const ending: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ending.splice(0).reverse()) await end();
  });

  return async ({ contract, timing = REAL, replan, onFrame } = {}) => {
    const peer = await subject.startPeer({ now: NOW, listedAt: NOW - 86_400_000 });
    ending.push(() => peer.server.stop());
    const exchange = subject.create(peer.hosts, timing);
    const instrument = await bitcoin(exchange, contract);
    const heard = createListener();
    const stopping = new AbortController();
    const options: FeedOptions = { instruments: [instrument], onEvents: heard.onEvents, signal: stopping.signal, ...(onFrame && { onFrame }) };
    const feed = replan === undefined ? exchange.feed(options) : startFeed(replan(subject.plan(peer.hosts, timing)), options);
    ending.push(() => feed.stop());
    await peer.server.until(() => isReady(peer, subject, contract));
    return { peer, feed, heard, instrument, stopping, speak: () => peer.speak(instrument.symbol) };
  };
}
