import type { ReactNode } from "react";
import { TIERS } from "#core/tier.ts";
import { POSITION_SIDES } from "#core/position-side.ts";
import { deferred } from "#web/ui/deferred.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { ExchangeSheet } from "#web/app/markets/market-picker.tsx";
import { WindowSegments } from "#web/app/view/window-segments.tsx";
import { useView } from "#web/app/view/view-store.ts";

const LOADING = <p className="muted">Loading …</p>;
const TierChips = deferred(async () => (await import("#web/app/controls/filters.tsx")).TierChips, LOADING);
const SideChips = deferred(async () => (await import("#web/app/controls/filters.tsx")).SideChips, LOADING);
const PhoneLayers = deferred(async () => (await import("./phone-layers.tsx")).PhoneLayers, LOADING);

/** Below the chart on a phone: one chip per group, each opens a bottom sheet. */
export function PhoneBar({ inert }: { readonly inert: boolean }) {
  const { window, tiers, sides } = useView();
  return (
    <footer className="phone-bar" aria-label="What the map shows" inert={inert}>
      <Group title="Window" label={window}>
        <WindowSegments />
      </Group>
      <ExchangeSheet />
      <Group title="Leverage" label={tiers.length === TIERS.length ? "Tiers" : tiers.map((tier) => `${tier}x`).join(" ")}>
        <TierChips />
      </Group>
      <Group title="Side" label={sides.length === POSITION_SIDES.length ? "Sides" : sides[0] === "long" ? "Longs" : "Shorts"}>
        <SideChips />
      </Group>
      <Group title="Layers and colour" label="Layers">
        <PhoneLayers />
      </Group>
    </footer>
  );
}

function Group({ title, label, children }: { readonly title: string; readonly label: string; readonly children: ReactNode }) {
  const trigger = (
    <button type="button" className="picker phone-chip">
      <span className="phone-chip-label">{label}</span>
      <span className="caret" aria-hidden="true" />
    </button>
  );
  return (
    <Sheet title={title} shape="sheet" trigger={trigger}>
      {children}
    </Sheet>
  );
}
