import type { ReactNode } from "react";
import { TIERS } from "#core/tier.ts";
import { POSITION_SIDES } from "#core/position-side.ts";
import { Sheet } from "#web/ui/sheet.tsx";
import {
  ConfidenceSegments,
  AgeSegments,
  HeatName,
  LayerChips,
  Legend,
  MeasuredLegend,
  PaletteSegments,
  RealisedLegend,
  SideChips,
  Threshold,
  TierChips,
  UnitSegments,
} from "./filters.tsx";
import { ExchangeSheet } from "./market-picker.tsx";
import { MarkSwitches, PaneSwitches } from "./pane-switches.tsx";
import { ModelPanel } from "./model-panel.tsx";
import { WindowSegments } from "./window-segments.tsx";
import { useView } from "./view-store.ts";

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
        <div className="stacked">
          <span className="control-name">Layers</span>
          <LayerChips />
          <MeasuredLegend length="full" />
          <RealisedLegend length="full" />
          <span className="control-name">
            <HeatName />
          </span>
          <Legend />
          <Sheet title="What the model goes by" shape="sheet" trigger={MODEL_BUTTON}>
            <ModelPanel />
          </Sheet>
          <span className="control-name">Age</span>
          <AgeSegments />
          <span className="control-name">Amounts in</span>
          <UnitSegments />
          <span className="control-name">Hide below</span>
          <Threshold />
          <span className="control-name">Least confidence</span>
          <ConfidenceSegments />
          <span className="control-name">Under the map</span>
          <PaneSwitches />
          <span className="control-name">On the map</span>
          <MarkSwitches />
          <span className="control-name">Palette</span>
          <PaletteSegments />
        </div>
      </Group>
    </footer>
  );
}

const MODEL_BUTTON = (
  <button type="button" className="picker phone-chip model-button">
    <span className="phone-chip-label">Model: what the estimate rests on</span>
    <span className="caret" aria-hidden="true" />
  </button>
);

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
