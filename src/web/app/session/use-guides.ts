import { useEffect, useMemo } from "react";
import { levelProfile } from "#web/chart/level-profile.ts";
import type { Guides } from "#web/chart/guide-layer.ts";
import { useBook } from "#web/app/reading/book-store.ts";
import { useChartSession } from "./chart-session-store.ts";
import { stretchWords, sweptBetween } from "./measured-stretch.ts";
import { putDown, useTool } from "#web/app/tools/tool-store.ts";
import { useHeatStyle } from "#web/app/controls/use-heat-style.ts";
import { useMarket } from "#web/app/markets/use-markets.ts";

/** Keeps the chart's guides as the tool in hand has them. Returns the words of a measured stretch. */
export function useGuides(): readonly string[] {
  const session = useChartSession((state) => state.session);
  const market = useMarket()?.id;
  const guides = useGuidesNow();
  useEffect(() => session?.setGuides(guides), [session, guides]);
  useEffect(() => putDown, [market]);
  return guides.stretch?.words ?? [];
}

function useGuidesNow(): Guides {
  const tool = useTool((state) => state.tool);
  const style = useHeatStyle();
  // A book comes several times a second: only a stretch needs it.
  const grid = useBook((book) => (tool.kind === "measure" && tool.to ? book.grid : undefined));
  const profile = useMemo(() => grid && levelProfile(grid, style), [grid, style]);
  return useMemo(() => {
    if (tool.kind === "pin") return { pin: tool.at };
    if (tool.kind !== "measure" || !tool.from || !tool.to) return {};
    const { from, to } = tool;
    const swept = profile && sweptBetween(profile, from.price, to.price);
    return { stretch: { from, to, words: stretchWords({ from, to, swept, layer: grid?.layer ?? "modelled" }) } };
  }, [tool, profile, grid]);
}
