import { useEffect } from "react";
import { WINDOWS } from "#core/heat-levels.ts";
import { useHelp } from "./help.tsx";
import { useMarket, useMarkets } from "./use-markets.ts";
import { changeView } from "./view-store.ts";
import { windowChoices } from "./window-choices.ts";

/** Keys of the page: digits for windows, brackets for markets, `?` for help. Quiet while a field or slider has the focus. */
export function useShortcuts(): void {
  const { markets } = useMarkets();
  const market = useMarket();
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const window = windowChoices(market)[Number(event.key) - 1];
      if (window && /^[1-9]$/.test(event.key) && Number(event.key) <= WINDOWS.length && !window.closedBecause) changeView({ window: window.name });
      else if (event.key === "[" || event.key === "]") {
        const next = neighbour(markets, market, event.key === "]" ? 1 : -1);
        if (next) changeView({ market: next.id });
      } else if (event.key === "?") useHelp.setState(({ open }) => ({ open: !open }));
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [markets, market]);
}

function neighbour<Market extends { id: string }>(markets: readonly Market[], current: Market | undefined, step: 1 | -1): Market | undefined {
  const at = markets.findIndex(({ id }) => id === current?.id);
  return markets[(at + step + markets.length) % markets.length];
}

const isTyping = (target: EventTarget | null): boolean => target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
