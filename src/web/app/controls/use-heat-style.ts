import { useMemo, useRef } from "react";
import { useShallow } from "zustand/react/shallow";
import type { StockLayer } from "#core/layer.ts";
import type { HeatStyle } from "#web/colour/colour-table.ts";
import type { DrawnLayers } from "#web/app/session/chart-session-parts.ts";
import { type MarketIntensity, bubbleUnitOf, heatLayerOf, heatStyleOf, intensityOf, isHeat, sideIntensityOf } from "#web/app/view/view.ts";
import { useSurface } from "#web/app/settings/page-look.ts";
import { useCompact } from "#web/app/view/use-compact.ts";
import { useConfidenceFloor } from "#web/app/reading/use-spread.ts";
import { createRangeMemory, createScaleMemory } from "#web/app/replay/scale-memory.ts";
import { useAskedInstant } from "#web/app/replay/replay-store.ts";
import { useMarket } from "#web/app/markets/use-markets.ts";
import { useView } from "#web/app/view/view-store.ts";

/** The open interest that a market's scales are taken from, as it was first heard: they must not move while people look. In a replay it is never a later one. */
function useScaleOpenInterest(): number | null {
  const market = useMarket();
  const at = useAskedInstant();
  const taken = useRef(createScaleMemory());
  return market ? taken.current(market, at) : null;
}

/** A market's own colour scales. */
export function useMarketIntensity(): MarketIntensity {
  const openInterestUsd = useScaleOpenInterest();
  const market = useMarket();
  const at = useAskedInstant();
  const taken = useRef(createRangeMemory());
  const range = market ? taken.current(market, at) : null;
  return useMemo(() => {
    const common = intensityOf({ openInterestUsd, range });
    return { ...common, sides: sideIntensityOf(common, range) };
  }, [openInterestUsd, range]);
}

/** Dollars of a market's bubble of the size that the legend shows. */
export function useBubbleUnit(): number {
  const screen = useCompact() ? "phone" : "desk";
  return bubbleUnitOf(useScaleOpenInterest(), screen);
}

/** How the map is coloured now; a new object only when something of it changed. */
export function useHeatStyle(): HeatStyle {
  const { low, high, sides } = useMarketIntensity();
  const view = useView(
    useShallow(({ tiers, sides, threshold, intensity, sideIntensity, palette }) => ({ tiers, sides, threshold, intensity, sideIntensity, palette })),
  );
  const ownSides = useView(({ ladders }) => ladders) === "per-side" ? sides : undefined;
  const surface = useSurface();
  const floor = useConfidenceFloor();
  return useMemo(() => heatStyleOf(view, { own: { low, high }, ownSides, surface, floor }), [view, low, high, ownSides, surface, floor]);
}

/** The layer whose heat is shown: the estimate where nothing is measured. */
export function useHeatLayer(): StockLayer {
  const market = useMarket();
  return useView((view) => heatLayerOf(view.layers, market?.layers ?? []));
}

/** Which layers are drawn, and how; a new object only when something of it changed. */
export function useLayerStyle(): DrawnLayers {
  const unitUsd = useBubbleUnit();
  const { layers, sides } = useView(useShallow(({ layers, sides }) => ({ layers, sides })));
  return useMemo(
    () => ({
      heat: layers.some(isHeat) ? "shown" : "hidden",
      bubbles: { sides: layers.includes("realised") ? sides : [], unitUsd },
      sweptSides: layers.includes("swept") ? sides : [],
    }),
    [layers, sides, unitUsd],
  );
}
