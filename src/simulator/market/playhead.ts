import type { MarketState } from "./market-state.ts";
import type { ForcedOrder } from "./tape.ts";

/** Plays ticks out in time: a tick is computed as a whole, for all instruments that tick together; its prints become known one by one. */
export interface Playhead {
  readonly tracks: readonly Track[];
  /** Computes the next tick of every track's market. */
  readonly tick: () => void;
  /** Part of the running tick is still to come. */
  tickIsOpen: boolean;
}

export interface Track {
  readonly market: MarketState;
  readonly listener: TrackListener;
  /** How much of the running tick is known. */
  prints: number;
  forcedOrders: number;
}

export interface TrackListener {
  /** `at` is the print's place on the market's tape. */
  onPrint(at: number): void;
  onForced(order: ForcedOrder): void;
  /** The tick that ends at `market.time` is known whole. */
  onTickEnd(): void;
}

export const createTrack = (market: MarketState, listener: TrackListener): Track => ({ market, listener, prints: 0, forcedOrders: 0 });

/** Reports everything stamped before `time` (epoch ms), computing ticks as they are reached. */
export function playTo(playhead: Playhead, time: number): void {
  const { tracks } = playhead;
  for (;;) {
    if (playhead.tickIsOpen) for (const track of tracks) release(track, time);
    const end = tracks[0].market.time;
    if (end > time) return;
    if (playhead.tickIsOpen) {
      playhead.tickIsOpen = false;
      for (const { listener } of tracks) listener.onTickEnd();
    }
    if (end === time) return;
    playhead.tick();
    playhead.tickIsOpen = true;
    for (const track of tracks) track.prints = track.forcedOrders = 0;
  }
}

function release(track: Track, until: number): void {
  const { listener } = track;
  const { tape } = track.market;
  for (; track.prints < tape.count && tape.times[track.prints] < until; track.prints++) listener.onPrint(track.prints);
  for (; track.forcedOrders < tape.forced.length; track.forcedOrders++) {
    const order = tape.forced[track.forcedOrders];
    if (order.time >= until) return;
    listener.onForced(order);
  }
}
