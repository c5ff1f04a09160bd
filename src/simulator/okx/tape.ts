import type { PublishedTrade } from "#simulator/wire/venue.ts";

/**
 * The `trades` channel gathers consecutive prints of one taker at one price: `tradeId` is that of the last, `count` how many there were.
 * Source: okx.com/docs-v5/en/#order-book-trading-market-data-ws-trades-channel.
 */
export function gatherPrints(prints: readonly PublishedTrade[]): PublishedTrade[] {
  const gathered: PublishedTrade[] = [];
  for (const print of prints) {
    const last = gathered.at(-1);
    if (last === undefined || last.price !== print.price || last.taker !== print.taker) gathered.push({ ...print, count: 1 });
    else gathered[gathered.length - 1] = { ...print, lots: last.lots + print.lots, count: (last.count ?? 1) + 1 };
  }
  return gathered;
}
