import type { ForcedOrder } from "#simulator/market/tape.ts";
import type { LiquidationFeed } from "#simulator/wire/venue.ts";

const BATCH_MS = 500;

/** `allLiquidation` shows every forced order, gathered for 500 ms. Source: bybit-exchange.github.io/docs/v5/websocket/public/all-liquidation. */
export function createLiquidationFeed(): LiquidationFeed {
  let waiting: ForcedOrder[] = [];
  let batch = Number.NEGATIVE_INFINITY;
  return {
    due(forced, now) {
      waiting.push(...forced);
      const current = Math.floor(now / BATCH_MS);
      if (waiting.length === 0 || current === batch) return [];
      batch = current;
      const published = waiting;
      waiting = [];
      return published;
    },
  };
}
