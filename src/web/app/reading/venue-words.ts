import type { VenueShare } from "#web/data/venue-shares.ts";

/** Less of what a cell holds is not worth a name. */
const LEAST_SHARE = 0.01;

export interface VenueNames {
  readonly nameOf: (market: string) => string;
  /** So many are named, the others are counted. */
  readonly most: number;
}

/** How many of a combined market's exchanges hold a cell, and who holds how much of it: `3/5 Binance 62 %, Bybit 30 %, OKX 8 %`. */
export function venueWords(venues: readonly VenueShare[], { nameOf, most }: VenueNames): string {
  const total = venues.reduce((sum, { usd }) => sum + usd, 0);
  if (total <= 0) return "none";
  const held = venues.filter(({ usd }) => usd >= LEAST_SHARE * total).toSorted((a, b) => b.usd - a.usd);
  const named = held.slice(0, most).map(({ market, usd }) => `${nameOf(market)} ${Math.round((100 * usd) / total)} %`);
  const others = held.length - named.length;
  return `${held.length}/${venues.length} ${named.join(", ")}${others > 0 ? ` +${others}` : ""}`;
}
