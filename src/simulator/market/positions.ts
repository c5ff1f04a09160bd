import { LONG, SHORT } from "#core/position-side.ts";
import type { TraderAccounts } from "./trader-accounts.ts";
import { createIndexedHeap, type IndexedHeap } from "./indexed-heap.ts";

export const ISOLATED = 0;
export const CROSS = 1;
/** Hedged elsewhere: price alone never closes it. */
export const HEDGED = 2;
export type MarginMode = typeof ISOLATED | typeof CROSS | typeof HEDGED;

/** What a trader does when price reaches a trigger. */
export const CLOSE = 1;
export const ADD_MARGIN = 2;

/**
 * Every open position of the crowd, one slot each, as columns. A position is closed as a whole.
 * The heaps hold a slot only while that event can happen to it, keyed by time or price (negated where the highest comes first).
 */
export interface Positions {
  readonly capacity: number;
  /** LONG or SHORT. */
  readonly side: Uint8Array;
  readonly mode: Uint8Array;
  readonly lots: Float64Array;
  readonly entry: Float64Array;
  /** Collateral in the settle coin: USD, or base coin of an inverse contract. */
  readonly margin: Float64Array;
  /** Notional at entry over collateral. */
  readonly leverage: Float64Array;
  /** Mark price that closes it by force; NaN: none. */
  readonly liquidation: Float64Array;
  readonly open: Uint8Array;
  /** Number of the trader, the same on every instrument of the coin. */
  readonly trader: Int32Array;
  /** Account number, and the leverage set in whole numbers; only where accounts are public. */
  readonly account: Int32Array;
  readonly setting: Uint8Array;
  readonly riseAction: Uint8Array;
  readonly fallAction: Uint8Array;

  readonly exitTimes: IndexedHeap;
  /** Longs by liquidation price, highest first. */
  readonly longLiquidations: IndexedHeap;
  /** Shorts by liquidation price, lowest first. */
  readonly shortLiquidations: IndexedHeap;
  readonly riseTriggers: IndexedHeap;
  readonly fallTriggers: IndexedHeap;
  readonly accounts: TraderAccounts | undefined;
  readonly free: Int32Array;
  freeCount: number;
  /** Slots ever used: a scan may stop here. */
  used: number;
}

export function createPositions(capacity: number, accounts?: TraderAccounts): Positions {
  return {
    capacity,
    side: new Uint8Array(capacity),
    mode: new Uint8Array(capacity),
    lots: new Float64Array(capacity),
    entry: new Float64Array(capacity),
    margin: new Float64Array(capacity),
    leverage: new Float64Array(capacity),
    liquidation: new Float64Array(capacity),
    open: new Uint8Array(capacity),
    trader: new Int32Array(capacity),
    account: new Int32Array(capacity),
    setting: new Uint8Array(capacity),
    riseAction: new Uint8Array(capacity),
    fallAction: new Uint8Array(capacity),
    exitTimes: createIndexedHeap(capacity),
    longLiquidations: createIndexedHeap(capacity),
    shortLiquidations: createIndexedHeap(capacity),
    riseTriggers: createIndexedHeap(capacity),
    fallTriggers: createIndexedHeap(capacity),
    accounts,
    free: new Int32Array(capacity),
    freeCount: 0,
    used: 0,
  };
}

/** A free slot, or undefined when the market is full. */
export function takeSlot(positions: Positions): number | undefined {
  if (positions.freeCount > 0) return positions.free[--positions.freeCount];
  return positions.used < positions.capacity ? positions.used++ : undefined;
}

/** Forgets a position and gives its slot back. */
export function releaseSlot(positions: Positions, slot: number): void {
  silence(positions, slot);
  positions.accounts?.close(positions.account[slot]);
  positions.open[slot] = 0;
  positions.free[positions.freeCount++] = slot;
}

/** Takes a position out of every heap: nothing happens to it any more. */
export function silence(positions: Positions, slot: number): void {
  positions.exitTimes.remove(slot);
  positions.longLiquidations.remove(slot);
  positions.shortLiquidations.remove(slot);
  positions.riseTriggers.remove(slot);
  positions.fallTriggers.remove(slot);
}

/** Sets a position's liquidation price (undefined: none) and arms it. */
export function armLiquidation(positions: Positions, slot: number, price: number | undefined): void {
  positions.liquidation[slot] = price ?? Number.NaN;
  const long = positions.side[slot] === LONG;
  const heap = long ? positions.longLiquidations : positions.shortLiquidations;
  if (price === undefined) heap.remove(slot);
  else heap.put(slot, long ? -price : price);
}

/** Slot of the position that a mark price closes by force next, if any. */
export function nextLiquidation(
  { longLiquidations, shortLiquidations }: Positions,
  mark: number,
): { slot: number; side: typeof LONG | typeof SHORT } | undefined {
  if (-longLiquidations.topKey() >= mark) return { slot: longLiquidations.topSlot(), side: LONG };
  if (shortLiquidations.topKey() <= mark) return { slot: shortLiquidations.topSlot(), side: SHORT };
  return undefined;
}
