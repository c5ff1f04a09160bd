import { useMemo, useRef } from "react";
import { useShallow } from "zustand/react/shallow";
import type { HeatStyle } from "#web/colour/colour-table.ts";
import { type Intensity, heatStyleOf, intensityOf } from "./view.ts";
import { useMarket } from "./use-markets.ts";
import { useView } from "./view-store.ts";

/** A market's own colour scale, taken once: it must not move while people look. */
export function useMarketIntensity(): Intensity {
  const market = useMarket();
  const taken = useRef(new Map<string, Intensity>());
  return useMemo(() => {
    if (!market || market.openInterestUsd === null) return intensityOf(null);
    const scale = taken.current.get(market.coin) ?? intensityOf(market.openInterestUsd);
    taken.current.set(market.coin, scale);
    return scale;
  }, [market]);
}

/** How the map is coloured now; a new object only when something of it changed. */
export function useHeatStyle(): HeatStyle {
  const { low, high } = useMarketIntensity();
  const view = useView(useShallow(({ tiers, sides, threshold, intensity, palette }) => ({ tiers, sides, threshold, intensity, palette })));
  return useMemo(() => heatStyleOf(view, { low, high }), [view, low, high]);
}
