import type { CandleEvent, MarketEvent } from "#core/events.ts";

/** The newest bars of traded price as the feed tells them, the forming one last: the store has the older of them, sooner or later. */
export interface RecentBars {
  note(event: MarketEvent): void;
  /** Oldest first. */
  list(): readonly CandleEvent[];
}

/** As many as a store that is slow or full may be behind by, and be caught up with. */
const KEPT = 10;

export function createRecentBars(): RecentBars {
  let bars: readonly CandleEvent[] = [];
  return {
    note(event) {
      if (event.kind !== "candle" || event.price !== "last") return;
      const others = bars.filter(({ openTime }) => openTime !== event.openTime);
      bars = [...others, event].sort((a, b) => a.openTime - b.openTime).slice(-KEPT);
    },
    list: () => bars,
  };
}
