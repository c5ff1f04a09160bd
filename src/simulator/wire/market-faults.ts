import { pushFair } from "#simulator/market/coin-state.ts";
import { burstTrades } from "#simulator/market/market-state.ts";
import type { Recorder } from "#simulator/market/recorder.ts";
import type { FaultBook } from "./fault-book.ts";
import { type Fault, concerns } from "./fault.ts";
import type { Listing } from "./listing.ts";

/**
 * Lets what concerns the markets themselves begin. A `price-jump`: fair price moves by its share in all, evenly in the logarithm, and with it all
 * instruments of the coin; the market does the rest. A `burst`: round trips are printed in as many more trades.
 */
export function createMarketFaults(listings: readonly Listing[], faults: FaultBook): () => void {
  const begun = new Set<number>();
  return () => {
    for (const fault of faults.active()) {
      if (fault.kind === "burst") for (const { market } of concerned(fault, listings)) burstTrades(market, { factor: fault.factor, durationMs: market.tickMs });
      if (fault.kind !== "price-jump" || begun.has(fault.id)) continue;
      begun.add(fault.id);
      for (const coin of new Set(concerned(fault, listings).map(({ market }) => market.coin)))
        pushFair(coin, { fraction: fault.share, overMs: fault.durationMs });
    }
  };
}

const concerned = (fault: Fault, listings: readonly Listing[]): readonly Recorder[] =>
  listings.filter(({ exchange, symbol }) => concerns(fault, { exchange, symbol, stream: "trades" })).map(({ recorder }) => recorder);
