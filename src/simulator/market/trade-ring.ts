import { TAKER_BUY, TAKER_SELL, type TakerIndex } from "./tape.ts";

/** The newest prints, addressed by their id, which counts up from 1 without gaps. The oldest are overwritten. */
export interface TradeRing {
  readonly capacity: number;
  /** Id of the next print. */
  nextId: number;
  readonly times: Float64Array;
  readonly prices: Float64Array;
  readonly lots: Float64Array;
  readonly takers: Uint8Array;
}

export interface Trade {
  readonly id: number;
  readonly time: number;
  readonly price: number;
  readonly lots: number;
  readonly taker: TakerIndex;
}

/** `capacity` is a power of two. */
export function createTradeRing(capacity: number): TradeRing {
  return {
    capacity,
    nextId: 1,
    times: new Float64Array(capacity),
    prices: new Float64Array(capacity),
    lots: new Float64Array(capacity),
    takers: new Uint8Array(capacity),
  };
}

export const oldestTradeId = ({ nextId, capacity }: TradeRing): number => Math.max(1, nextId - capacity);

export function tradeOf(ring: TradeRing, id: number): Trade {
  const place = id & (ring.capacity - 1);
  return { id, time: ring.times[place], price: ring.prices[place], lots: ring.lots[place], taker: ring.takers[place] === TAKER_BUY ? TAKER_BUY : TAKER_SELL };
}

/** Id of the first print at or after `time`; `nextId` when there is none. */
export function firstTradeAt(ring: TradeRing, time: number): number {
  let low = oldestTradeId(ring);
  let high = ring.nextId;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (ring.times[middle & (ring.capacity - 1)] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
