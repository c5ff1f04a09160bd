import { truthOf } from "#simulator/market/truth.ts";
import type { Listing } from "./listing.ts";
import { listingOf } from "./query.ts";
import { Refusal } from "./refusal.ts";

/** `GET /truth?exchange=binance&symbol=`: no path of the real exchange; see contracts.md section 4. */
export function truthReply({ seed, listings, query }: { seed: string; listings: readonly Listing[]; query: URLSearchParams }): unknown {
  if ((query.get("exchange") ?? "binance") !== "binance") throw new Refusal(-1121, "This port simulates binance only.");
  const { symbol, recorder } = listingOf(listings, query);
  return { seed, instrument: { exchange: "binance", symbol }, ...truthOf(recorder.market) };
}
