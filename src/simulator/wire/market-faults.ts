import { type CoinState, pushFair } from "#simulator/market/coin-state.ts";
import type { FaultBook } from "./fault-book.ts";
import { type FaultOf, concerns } from "./fault.ts";
import type { Listing } from "./listing.ts";

/** Lets a `price-jump` begin: fair price moves by its share in all, evenly in the logarithm, and with it all instruments of the coin. The market does the rest. */
export function createPriceJumps(listings: readonly Listing[], faults: FaultBook): () => void {
  const begun = new Set<number>();
  return () => {
    for (const fault of faults.active()) {
      if (fault.kind !== "price-jump" || begun.has(fault.id)) continue;
      begun.add(fault.id);
      for (const coin of coinsOf(fault, listings)) pushFair(coin, { fraction: fault.share, overMs: fault.durationMs });
    }
  };
}

const coinsOf = (fault: FaultOf<"price-jump">, listings: readonly Listing[]): Set<CoinState> =>
  new Set(listings.filter(({ exchange, symbol }) => concerns(fault, { exchange, symbol })).map(({ recorder }) => recorder.market.coin));
