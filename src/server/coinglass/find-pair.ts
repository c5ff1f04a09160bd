import { AppError } from "#core/app-error.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { MarketView } from "#pipeline/market-view.ts";

/** Markets of their own, without the combined ones. */
export const singleMarkets = (hub: Hub): readonly MarketView[] => hub.markets().filter(({ members }) => members === null);

/** The markets of an exchange by its name or id, in any case. Throws `bad-input` and says which there are. */
export function marketsOfExchange(hub: Hub, exchange: string): readonly MarketView[] {
  const markets = singleMarkets(hub);
  const listed = markets.filter((market) => [market.exchange, market.exchangeLabel].some((name) => name.toLowerCase() === exchange.toLowerCase()));
  if (listed.length > 0) return listed;
  const there = [...new Set(markets.map((market) => market.exchangeLabel))].join(", ") || "none yet";
  throw new AppError("bad-input", `exchange: ${exchange} is not here, there is ${there}`);
}

/** A pair on an exchange. */
export function marketOfPair(hub: Hub, { exchange, symbol }: { exchange: string; symbol: string }): MarketView {
  const listed = marketsOfExchange(hub, exchange);
  const found = listed.find((market) => market.symbol.toLowerCase() === symbol.toLowerCase());
  if (found) return found;
  throw new AppError("bad-input", `symbol: ${symbol} is not here, there is ${listed.map((market) => market.symbol).join(", ")}`);
}

/** Every market of a coin, on whichever exchange. */
export function marketsOfCoin(hub: Hub, coin: string): readonly MarketView[] {
  const markets = singleMarkets(hub);
  const found = markets.filter((market) => market.coin.toLowerCase() === coin.toLowerCase());
  if (found.length > 0) return found;
  throw new AppError("bad-input", `symbol: ${coin} is not here, there is ${coinsOf(markets).join(", ") || "none yet"}`);
}

export const coinsOf = (markets: readonly MarketView[]): readonly string[] => [...new Set(markets.map(({ coin }) => coin))];

/** Markets by the exchange that lists them, in the order of the hub. */
export function byExchange(markets: readonly MarketView[]): ReadonlyMap<string, readonly MarketView[]> {
  const groups = new Map<string, MarketView[]>();
  for (const market of markets) groups.set(market.exchangeLabel, [...(groups.get(market.exchangeLabel) ?? []), market]);
  return groups;
}
