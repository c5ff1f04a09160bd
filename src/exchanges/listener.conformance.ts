import type { MarketEvent, MarketEventKind } from "#core/events.ts";
import { createBell } from "./connection/bell.conformance.ts";
import type { FeedOptions } from "./exchange.ts";

/** Collects what a feed says. */
export function createListener() {
  const bell = createBell();
  const events: MarketEvent[] = [];
  const onEvents: FeedOptions["onEvents"] = (batch) => {
    events.push(...batch);
    bell.ring();
  };
  return {
    events,
    onEvents,
    count: () => events.length,
    /** Resolves when each of the kinds has been heard. */
    until: (kinds: readonly MarketEventKind[]) => bell.until(() => kinds.every((kind) => events.some((event) => event.kind === kind))),
    untilTrue: (predicate: () => boolean) => bell.until(predicate),
  };
}
