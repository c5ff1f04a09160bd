import { create } from "zustand";
import { POSITION_SIDES, type PositionSide } from "#core/position-side.ts";
import { TIERS, type Tier } from "#core/tier.ts";
import { type View, toggled } from "./view.ts";
import { formatAddress, parseAddress } from "./view-address.ts";

interface ViewIntents {
  change(patch: Partial<View>): void;
  toggleTier(tier: Tier): void;
  toggleSide(side: PositionSide): void;
}

/** What the person chose; the address bar follows it, so that a copied link carries all of it. */
export const useView = create<View & ViewIntents>((set) => ({
  ...parseAddress(window.location.search),
  change: (patch) => set(patch),
  toggleTier: (tier) => set(({ tiers }) => ({ tiers: toggled(TIERS, tiers, tier) })),
  toggleSide: (side) => set(({ sides }) => ({ sides: toggled(POSITION_SIDES, sides, side) })),
}));

useView.subscribe((view) => window.history.replaceState(null, "", `${window.location.pathname}${formatAddress(view)}`));
window.addEventListener("popstate", () => useView.setState(parseAddress(window.location.search)));
