import { useEffect } from "react";
import { useHelp } from "./help.tsx";
import { isElsewhere } from "./is-elsewhere.ts";
import { KEYS, keyUse } from "./keys.ts";
import { goTo } from "#web/app/navigation.ts";
import { coinChoices, exchangeChoices } from "#web/app/markets/market-choices.ts";
import { useMarket, useMarkets } from "#web/app/markets/use-markets.ts";
import { addressOfOverview } from "#web/app/overview/overview-address.ts";
import { neighbouringTiers } from "#web/app/view/view.ts";
import { changeView, useView } from "#web/app/view/view-store.ts";
import { windowChoices } from "#web/app/view/window-choices.ts";

/** Keys of the page: digits and `w` for windows, brackets for coins, `e` for exchanges, `t` for leverage, `?` for help. Quiet while a field or slider has the focus. */
export function useShortcuts(): void {
  const { markets } = useMarkets();
  const market = useMarket();
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target)) return;
      switch (keyUse(event.key)) {
        case "window": {
          const window = windowChoices(market)[Number(event.key) - 1];
          return window && !window.closedBecause ? changeView({ window: window.name }) : undefined;
        }
        case "nextWindow": {
          const { window } = useView.getState();
          const open = windowChoices(market).filter(({ name, closedBecause }) => name === window || !closedBecause);
          const next = open[open.findIndex(({ name }) => name === window) + stepOf("nextWindow", event.key)];
          return next && changeView({ window: next.name });
        }
        case "coin": {
          const next = neighbour(coinChoices(markets, market), ({ coin }) => coin === market?.coin, stepOf("coin", event.key));
          return next && changeView({ market: next.market.id });
        }
        case "exchange": {
          const next = neighbour(exchangeChoices(markets, market?.coin), ({ id }) => id === market?.id, -stepOf("exchange", event.key));
          return next && changeView({ market: next.id });
        }
        case "tiers":
          return changeView({ tiers: neighbouringTiers(useView.getState().tiers, stepOf("tiers", event.key)) });
        case "overview":
          // Another page would open behind what is open over this one.
          return document.querySelector("[role=dialog]") === null ? goTo(addressOfOverview(useView.getState())) : undefined;
        case "help":
          return useHelp.setState(({ open }) => ({ open: !open }));
      }
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [markets, market]);
}

/** Of a pair of keys the first leads back. */
const stepOf = (name: "nextWindow" | "coin" | "exchange" | "tiers", key: string): number => (KEYS[name].keys[0] === key ? -1 : 1);

function neighbour<Entry>(entries: readonly Entry[], isCurrent: (entry: Entry) => boolean, step: number): Entry | undefined {
  return entries[(entries.findIndex(isCurrent) + step + entries.length) % entries.length];
}
