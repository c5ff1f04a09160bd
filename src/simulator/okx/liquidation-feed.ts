import type { ForcedOrder } from "#simulator/market/tape.ts";
import type { LiquidationFeed } from "#simulator/wire/venue.ts";

const BATCH_MS = 1_000;
/** Every so manieth order comes later than those after it. */
const LATE_ONE_IN = 7;
const LATE_MS = 3_000;

/**
 * `liquidation-orders`: those that the venue shows, several in one message, some of them late. OKX says that the feed is not the total, and
 * clients saw it out of order. Source: okx.com/docs-v5/en/#public-data-websocket-liquidation-orders-channel.
 */
export function createLiquidationFeed(): LiquidationFeed {
  const waiting: { order: ForcedOrder; dueAt: number }[] = [];
  let shown = 0;
  return {
    due(forced, now) {
      for (const order of forced) {
        if (!order.published) continue;
        const late = ++shown % LATE_ONE_IN === 0 ? LATE_MS : 0;
        waiting.push({ order, dueAt: (Math.floor(order.time / BATCH_MS) + 1) * BATCH_MS + late });
      }
      const due = waiting.filter(({ dueAt }) => dueAt <= now).map(({ order }) => order);
      if (due.length > 0) waiting.splice(0, waiting.length, ...waiting.filter(({ dueAt }) => dueAt > now));
      return due;
    },
  };
}
