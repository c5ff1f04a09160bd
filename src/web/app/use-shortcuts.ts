import { useEffect } from "react";
import { WINDOWS } from "#core/heat-levels.ts";
import { useHelp } from "./help.tsx";
import { isTyping } from "./is-typing.ts";
import { coinChoices, exchangeChoices } from "./market-choices.ts";
import { useMarket, useMarkets } from "./use-markets.ts";
import { changeView } from "./view-store.ts";
import { windowChoices } from "./window-choices.ts";

/** Keys of the page: digits for windows, brackets for coins, `e` for exchanges, `?` for help. Quiet while a field or slider has the focus. */
export function useShortcuts(): void {
  const { markets } = useMarkets();
  const market = useMarket();
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const window = windowChoices(market)[Number(event.key) - 1];
      if (window && /^[1-9]$/.test(event.key) && Number(event.key) <= WINDOWS.length && !window.closedBecause) changeView({ window: window.name });
      else if (event.key === "[" || event.key === "]") {
        const coins = coinChoices(markets, market);
        const next = neighbour(coins, ({ coin }) => coin === market?.coin, event.key === "]" ? 1 : -1);
        if (next) changeView({ market: next.market.id });
      } else if (event.key === "e" || event.key === "E") {
        const next = neighbour(exchangeChoices(markets, market?.coin), ({ id }) => id === market?.id, event.key === "e" ? 1 : -1);
        if (next) changeView({ market: next.id });
      } else if (event.key === "?") useHelp.setState(({ open }) => ({ open: !open }));
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [markets, market]);
}

function neighbour<Entry>(entries: readonly Entry[], isCurrent: (entry: Entry) => boolean, step: 1 | -1): Entry | undefined {
  return entries[(entries.findIndex(isCurrent) + step + entries.length) % entries.length];
}
