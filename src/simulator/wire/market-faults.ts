import type { FaultBook } from "./fault-book.ts";
import { type FaultOf, concerns } from "./fault.ts";
import type { Listing } from "./listing.ts";

/** Moves fair prices while a `price-jump` lasts: by its share in all, evenly in the logarithm. The market does the rest. */
export function createPriceJumps(listings: readonly Listing[], faults: FaultBook): (now: number) => void {
  const done = new Map<number, number>();
  return (now) => {
    for (const fault of faults.active()) {
      if (fault.kind !== "price-jump") continue;
      const before = done.get(fault.id) ?? 0;
      const part = partOf(fault, now);
      done.set(fault.id, part);
      for (const { exchange, symbol, recorder } of listings)
        if (concerns(fault, { exchange, symbol })) recorder.market.index *= (1 + fault.share) ** (part - before);
    }
  };
}

const partOf = ({ from, durationMs }: FaultOf<"price-jump">, now: number): number => Math.min(1, (now - from) / durationMs);
