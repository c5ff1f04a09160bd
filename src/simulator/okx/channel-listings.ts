import type { Listing } from "#simulator/wire/listing.ts";
import type { Channel } from "./channels.ts";
import { familyOf, instrumentTypeOf } from "./instrument-names.ts";

/** Whether a channel tells of a listing; of a family's index its first instrument tells. */
export function isOf({ kind, of }: Channel, listing: Listing): boolean {
  if (kind === "liquidation-orders") return instrumentTypeOf(listing) === of;
  if (kind === "index-tickers") return familyOf(listing) === of && listing.symbol.endsWith("-SWAP");
  return listing.symbol === of;
}
