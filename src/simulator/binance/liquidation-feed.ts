import { SECOND_MS } from "#core/units.ts";
import type { ForcedOrder } from "#simulator/market/tape.ts";

/**
 * What Binance publishes of forced orders: per symbol and second at most one, the largest.
 * Source: Binance changelog of 2026-04-10, "Liquidation Order Streams".
 */
export interface LiquidationFeed {
  /** Takes an order, in time order. Returns the largest of the last second when this one begins another second. */
  offer(order: ForcedOrder): ForcedOrder | undefined;
  /** Returns the largest of the open second when that second has ended by `time`. */
  flush(time: number): ForcedOrder | undefined;
}

export function createLiquidationFeed(): LiquidationFeed {
  let largest: ForcedOrder | undefined;

  function flush(time: number): ForcedOrder | undefined {
    if (largest === undefined || secondOf(time) === secondOf(largest.time)) return undefined;
    const published = largest;
    largest = undefined;
    return published;
  }

  return {
    flush,
    offer(order) {
      if (!order.published) return undefined;
      const published = flush(order.time);
      if (largest === undefined || order.filledLots > largest.filledLots) largest = order;
      return published;
    },
  };
}

const secondOf = (time: number): number => Math.floor(time / SECOND_MS);
