import { SECOND_MS } from "#core/units.ts";
import type { ForcedOrder } from "#simulator/market/tape.ts";

import type { LiquidationFeed } from "#simulator/wire/venue.ts";

/**
 * What Binance publishes of forced orders: per symbol and second at most one, the largest, once the second is over.
 * Source: Binance changelog of 2026-04-10, "Liquidation Order Streams".
 */
export function createLiquidationFeed(): LiquidationFeed {
  let largest: ForcedOrder | undefined;

  function flush(time: number): ForcedOrder[] {
    if (largest === undefined || secondOf(time) === secondOf(largest.time)) return [];
    const published = largest;
    largest = undefined;
    return [published];
  }

  return {
    due(forced, now) {
      const published: ForcedOrder[] = [];
      for (const order of forced) {
        if (!order.published) continue;
        published.push(...flush(order.time));
        if (largest === undefined || order.filledLots > largest.filledLots) largest = order;
      }
      return [...published, ...flush(now)];
    },
  };
}

const secondOf = (time: number): number => Math.floor(time / SECOND_MS);
