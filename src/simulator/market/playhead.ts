import { tick } from "./market.ts";
import type { MarketState } from "./market-state.ts";
import type { ForcedOrder } from "./tape.ts";

/** Plays a market's ticks out in time: a tick is computed as a whole, its prints become known one by one. */
export interface Playhead {
  readonly market: MarketState;
  /** Part of the running tick is still to come. */
  tickIsOpen: boolean;
  /** How much of the running tick is known. */
  prints: number;
  forcedOrders: number;
}

export interface PlayheadListener {
  /** `at` is the print's place on the market's tape. */
  onPrint(at: number): void;
  onForced(order: ForcedOrder): void;
  /** The tick that ends at `market.time` is known whole. */
  onTickEnd(): void;
}

export const createPlayhead = (market: MarketState): Playhead => ({ market, tickIsOpen: false, prints: 0, forcedOrders: 0 });

/** Reports everything stamped before `time` (epoch ms), computing ticks as they are reached. */
export function playTo(playhead: Playhead, time: number, listener: PlayheadListener): void {
  const { market } = playhead;
  for (;;) {
    if (playhead.tickIsOpen) release(playhead, time, listener);
    if (market.time > time) return;
    if (playhead.tickIsOpen) {
      playhead.tickIsOpen = false;
      listener.onTickEnd();
    }
    if (market.time === time) return;
    tick(market);
    playhead.tickIsOpen = true;
    playhead.prints = 0;
    playhead.forcedOrders = 0;
  }
}

function release(playhead: Playhead, until: number, listener: PlayheadListener): void {
  const { tape } = playhead.market;
  for (; playhead.prints < tape.count && tape.times[playhead.prints] < until; playhead.prints++) listener.onPrint(playhead.prints);
  for (; playhead.forcedOrders < tape.forced.length; playhead.forcedOrders++) {
    const order = tape.forced[playhead.forcedOrders];
    if (order.time >= until) return;
    listener.onForced(order);
  }
}
