import { SECOND_MS } from "#core/units.ts";
import type { ForcedOrder } from "#simulator/market/tape.ts";
import type { LiquidationFeed } from "#simulator/wire/venue.ts";

/**
 * Bitget sums what is forced on one side of a symbol in a second, and tells it once the second is over.
 * Source: bitget.com/api-doc/uta/websocket/public/Liquidation-Channel ("aggregated over 1 s").
 */
export function createLiquidationFeed(): LiquidationFeed {
  let waiting: ForcedOrder[] = [];
  return {
    due(forced, now) {
      waiting.push(...forced);
      const over = Math.floor(now / SECOND_MS);
      const due = waiting.filter(({ time }) => secondOf(time) < over);
      if (due.length > 0) waiting = waiting.filter(({ time }) => secondOf(time) >= over);
      return sumBySecond(due);
    },
  };
}

/** One order for each second and side, oldest first: sizes add up, the price is their mean. */
export function sumBySecond(orders: readonly ForcedOrder[]): ForcedOrder[] {
  const sums = new Map<string, ForcedOrder>();
  for (const order of orders) {
    const name = `${secondOf(order.time)}/${order.side}`;
    const sum = sums.get(name);
    sums.set(name, sum === undefined ? { ...order, time: Math.floor(order.time) } : added(sum, order));
  }
  return [...sums.values()];
}

function added(sum: ForcedOrder, order: ForcedOrder): ForcedOrder {
  const lots = sum.lots + order.lots;
  const filledLots = sum.filledLots + order.filledLots;
  return {
    ...sum,
    time: Math.floor(order.time),
    lots,
    filledLots,
    bankruptcyPrice: (sum.bankruptcyPrice * sum.lots + order.bankruptcyPrice * order.lots) / lots,
    averagePrice: filledLots === 0 ? Number.NaN : (worth(sum) + worth(order)) / filledLots,
  };
}

const worth = ({ averagePrice, filledLots }: ForcedOrder): number => (filledLots === 0 ? 0 : averagePrice * filledLots);
const secondOf = (time: number): number => Math.floor(time / SECOND_MS);
