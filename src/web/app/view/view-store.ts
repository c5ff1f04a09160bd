import { create } from "zustand";
import { POSITION_SIDES, type PositionSide } from "#core/position-side.ts";
import { TIERS, type Tier } from "#core/tier.ts";
import { OVERVIEW_WORDS } from "#web/app/overview/address.ts";
import { MARKS } from "#web/marks/registry.ts";
import { PANES } from "#web/panes/registry.ts";
import { isPhone } from "./use-compact.ts";
import { keptOf, openingView } from "./kept-view.ts";
import { type ShownLayer, type View, pressedLayer, switched, toggled } from "./view.ts";
import { changeSettings, useSettings } from "#web/app/settings/settings-store.ts";
import { formatAddress, parseAddress } from "./view-address.ts";

/** What the person chose; the address bar follows it, so that a copied link carries all of it. */
export const useView = create<View>(() => openingView(window.location.search, useSettings.getState().kept));

/** Another window or market is seen as a whole, another panel as it usually is. */
export const changeView = (patch: Partial<View>): void =>
  useView.setState((view) => ({
    ...(("window" in patch || "market" in patch) && { sight: undefined }),
    ...("panel" in patch && patch.panel !== view.panel && { options: {} }),
    ...patch,
  }));
export const toggleTier = (tier: Tier): void => useView.setState(({ tiers }) => ({ tiers: toggled(TIERS, tiers, tier) }));
export const toggleSide = (side: PositionSide): void => useView.setState(({ sides }) => ({ sides: toggled(POSITION_SIDES, sides, side) }));
export const toggleLayer = (layer: ShownLayer): void => useView.setState(({ layers }) => ({ layers: pressedLayer(layers, layer) }));
export const toggleLadder = (): void => useView.setState(({ ladder }) => ({ ladder: ladder === "shown" ? "hidden" : "shown" }));
export const togglePane = (pane: string): void => useView.setState(({ panes }) => ({ panes: switched(PANES, panes, pane) }));
export const toggleMark = (mark: string): void => useView.setState(({ marks }) => ({ marks: switched(MARKS, marks, mark) }));

useView.subscribe((view) => window.history.replaceState(null, "", `${window.location.pathname}${withOthers(formatAddress(view))}`));

/** What another page before the map has in the address stays in it. */
function withOthers(search: string): string {
  const others = [...new URLSearchParams(window.location.search)].filter(([name]) => OVERVIEW_WORDS.includes(name));
  return others.reduce((all, [name, value]) => `${all}${all ? "&" : "?"}${name}=${encodeURIComponent(value)}`, search);
}

useView.subscribe((view, before) => {
  const [kept, keptBefore] = [view, before].map((one) => keptOf(one, isPhone() ? "phone" : "desk"));
  if (JSON.stringify(kept) !== JSON.stringify(keptBefore)) changeSettings({ kept });
});
window.addEventListener("popstate", () => {
  const next = parseAddress(window.location.search);
  // The same view of another page changes nothing.
  if (formatAddress(next) !== formatAddress(useView.getState())) useView.setState(next);
});
