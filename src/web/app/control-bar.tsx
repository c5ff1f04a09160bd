import { useSyncExternalStore } from "react";
import { TIERS } from "#core/tier.ts";
import { PALETTES } from "#web/colour/palette.ts";
import { deferred } from "#web/ui/deferred.tsx";
import { Popover } from "#web/ui/popover.tsx";
import { Legend, Threshold } from "./colour-filters.tsx";
import {
  ConfidenceSegments,
  AgeSegments,
  HeatName,
  LayerChips,
  PaletteSegments,
  SideChips,
  TierChips,
  UnitSegments,
  confidenceLabel,
  useAgeLabel,
  useUnitLabel,
} from "./filters.tsx";
import { useView } from "./view-store.ts";

const ModelPanel = deferred(async () => (await import("./model-panel.tsx")).ModelPanel, <p className="muted model-wait">Loading …</p>);

/** Below the chart on a desk: the legend and every filter of the map, in one row. */
export function ControlBar() {
  const narrow = useNarrow();
  return (
    <footer className="control-bar">
      <div className="control">
        <span className="control-name control-name-wide">
          <HeatName />
          <ModelPopover />
        </span>
        <Legend />
      </div>
      <div className="control">
        <span className="control-name">Layers</span>
        {narrow ? <LayerPicker /> : <LayerChips />}
      </div>
      <div className="control">
        <span className="control-name">Leverage</span>
        {narrow ? <TierPicker /> : <TierChips />}
      </div>
      <div className="control">
        <span className="control-name">Side</span>
        <SideChips />
      </div>
      <div className="control">
        <span className="control-name">Age</span>
        <AgePicker />
      </div>
      <div className="control">
        <span className="control-name">Hide below</span>
        <Threshold />
      </div>
      <div className="control">
        <span className="control-name">Confidence</span>
        <ConfidencePicker />
      </div>
      <div className="control">
        <span className="control-name">Amounts in</span>
        <UnitPicker />
      </div>
      <span className="spring" />
      <div className="control">
        <span className="control-name">Palette</span>
        <PalettePicker />
      </div>
    </footer>
  );
}

/** Chips of which there are many stand behind a button where they would break the row. */
const narrowBar = window.matchMedia("(max-width: 1500px)");

function useNarrow(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      narrowBar.addEventListener("change", onChange);
      return () => narrowBar.removeEventListener("change", onChange);
    },
    () => narrowBar.matches,
  );
}

function LayerPicker() {
  const count = useView((view) => view.layers.length);
  return (
    <Popover
      name="Layers"
      trigger={
        <button type="button" className="picker picker-inline" aria-label={`Layers: ${count} on`}>
          {count} on
          <span className="caret" aria-hidden="true" />
        </button>
      }
    >
      <LayerChips />
    </Popover>
  );
}

function TierPicker() {
  const tiers = useView((view) => view.tiers);
  const shown = tiers.length === TIERS.length ? "all" : tiers.map((tier) => `${tier}x`).join(" ");
  return (
    <Popover
      name="Leverage"
      trigger={
        <button type="button" className="picker picker-inline" aria-label={`Leverage: ${shown}`}>
          {shown}
          <span className="caret" aria-hidden="true" />
        </button>
      }
    >
      <TierChips />
    </Popover>
  );
}

/** What the colours rest on. */
function ModelPopover() {
  return (
    <Popover
      name="Model"
      className="model-popover"
      align="start"
      trigger={
        <button type="button" className="text-button">
          Model
          <span className="caret" aria-hidden="true" />
        </button>
      }
    >
      <h2 className="sheet-title">What the model goes by</h2>
      <ModelPanel />
    </Popover>
  );
}

function ConfidencePicker() {
  const confidence = useView((view) => view.confidence);
  return (
    <Popover
      name="Least confidence"
      className="worded-popover"
      trigger={
        <button type="button" className="picker picker-inline" aria-label={`Least confidence: ${confidenceLabel(confidence)}`}>
          {confidence}
          <span className="caret" aria-hidden="true" />
        </button>
      }
    >
      <ConfidenceSegments />
    </Popover>
  );
}

function AgePicker() {
  const age = useAgeLabel();
  return (
    <Popover
      name="Age"
      className="worded-popover"
      trigger={
        <button type="button" className="picker picker-inline" aria-label={`Age: ${age}`}>
          {age}
          <span className="caret" aria-hidden="true" />
        </button>
      }
    >
      <AgeSegments />
    </Popover>
  );
}

function UnitPicker() {
  const unit = useUnitLabel();
  return (
    <Popover
      name="Amounts in"
      className="stacked"
      trigger={
        <button type="button" className="picker picker-inline">
          {unit}
          <span className="caret" aria-hidden="true" />
        </button>
      }
    >
      <UnitSegments />
    </Popover>
  );
}

function PalettePicker() {
  const palette = useView((view) => view.palette);
  return (
    <Popover
      name="Palette"
      className="stacked"
      trigger={
        <button type="button" className="picker picker-inline">
          {PALETTES[palette].short}
          <span className="caret" aria-hidden="true" />
        </button>
      }
    >
      <PaletteSegments />
    </Popover>
  );
}
