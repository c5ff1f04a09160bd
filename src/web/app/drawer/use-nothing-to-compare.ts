import { comparedMembers } from "#web/app/markets/market-choices.ts";
import { useMarket, useMarkets } from "#web/app/markets/use-markets.ts";

/** Why the exchanges of the coin on screen cannot be compared; undefined: they can. */
export function useNothingToCompare(): string | undefined {
  const { markets } = useMarkets();
  const market = useMarket();
  if (!market || comparedMembers(markets, market.coin).length > 0) return undefined;
  return `${market.coin} is followed on ${market.exchangeLabel} alone: there is nothing to compare it with`;
}
