import type { LiquidationEvent } from "#core/events.ts";
import { printKey } from "#core/print-key.ts";

/** Numbers orders that are equal: within one answer or message of an exchange they are different orders. */
export function numberEqual(orders: readonly LiquidationEvent[]): readonly LiquidationEvent[] {
  const before = new Map<string, number>();
  return orders.map((order) => {
    const key = printKey(order);
    const ordinal = before.get(key) ?? 0;
    before.set(key, ordinal + 1);
    return ordinal === 0 ? order : { ...order, ordinal };
  });
}
