import { pushFair } from "#simulator/market/coin-state.ts";
import { burstTrades } from "#simulator/market/market-state.ts";
import type { FaultBook } from "./fault-book.ts";
import { type Fault, concerns } from "./fault.ts";
import { type Listing, isTrading } from "./listing.ts";

/**
 * Lets what concerns the markets themselves begin. A `price-jump`: fair price moves by its share in all, evenly in the logarithm, and with it all
 * instruments of the coin; the market does the rest. A `burst`: round trips are printed in as many more trades.
 * A `delisted` listing trades until its notice is over, and never again.
 */
export function createMarketFaults(listed: () => readonly Listing[], faults: FaultBook): (now: number) => void {
  const begun = new Set<number>();
  const leaving = new Set<Listing>();
  faults.onInject((fault) => {
    if (fault.kind !== "delisted") return;
    for (const listing of concerned(fault, listed())) {
      listing.term.endsAt = Math.min(listing.term.endsAt ?? Infinity, fault.from + fault.noticeMs);
      leaving.add(listing);
    }
  });
  return (now) => {
    const listings = listed();
    for (const listing of leaving) if (!isTrading(listing, now) && leaving.delete(listing)) listing.delist();
    for (const fault of faults.active()) {
      if (fault.kind === "burst")
        for (const { recorder } of concerned(fault, listings)) burstTrades(recorder.market, { factor: fault.factor, durationMs: recorder.market.tickMs });
      if (fault.kind !== "price-jump" || begun.has(fault.id)) continue;
      begun.add(fault.id);
      for (const coin of new Set(concerned(fault, listings).map(({ recorder }) => recorder.market.coin)))
        pushFair(coin, { fraction: fault.share, overMs: fault.durationMs });
    }
  };
}

const concerned = (fault: Fault, listings: readonly Listing[]): readonly Listing[] =>
  listings.filter(({ exchange, symbol }) => concerns(fault, { exchange, symbol, stream: "trades" }));
