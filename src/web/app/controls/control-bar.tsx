import type { ReactNode } from "react";
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
import { createMediaHook } from "#web/app/view/use-media.ts";
import { useView } from "#web/app/view/view-store.ts";

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
const useNarrow = createMediaHook(window.matchMedia("(max-width: 1500px)"));

interface InlinePickerProps {
  /** For screen readers. */
  readonly name: string;
  readonly className?: string;
  /** What is chosen. */
  readonly shown: ReactNode;
  /** The button in words, where what it shows says too little. */
  readonly label?: string;
  readonly children: ReactNode;
}

/** A button that shows what is chosen and opens what there is to choose from. */
function InlinePicker({ shown, label, children, ...card }: InlinePickerProps) {
  const button = (
    <button type="button" className="picker picker-inline" aria-label={label}>
      {shown}
      <span className="caret" aria-hidden="true" />
    </button>
  );
  return (
    <Popover {...card} trigger={button}>
      {children}
    </Popover>
  );
}

function LayerPicker() {
  const count = useView((view) => view.layers.length);
  return (
    <InlinePicker name="Layers" shown={`${count} on`} label={`Layers: ${count} on`}>
      <LayerChips />
    </InlinePicker>
  );
}

function TierPicker() {
  const tiers = useView((view) => view.tiers);
  const shown = tiers.length === TIERS.length ? "all" : tiers.map((tier) => `${tier}x`).join(" ");
  return (
    <InlinePicker name="Leverage" shown={shown} label={`Leverage: ${shown}`}>
      <TierChips />
    </InlinePicker>
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
    <InlinePicker name="Least confidence" className="worded-popover" shown={confidence} label={`Least confidence: ${confidenceLabel(confidence)}`}>
      <ConfidenceSegments />
    </InlinePicker>
  );
}

function AgePicker() {
  const age = useAgeLabel();
  return (
    <InlinePicker name="Age" className="worded-popover" shown={age} label={`Age: ${age}`}>
      <AgeSegments />
    </InlinePicker>
  );
}

function UnitPicker() {
  const unit = useUnitLabel();
  return (
    <InlinePicker name="Amounts in" className="stacked" shown={unit}>
      <UnitSegments />
    </InlinePicker>
  );
}

function PalettePicker() {
  const palette = useView((view) => view.palette);
  return (
    <InlinePicker name="Palette" className="stacked" shown={PALETTES[palette].short}>
      <PaletteSegments />
    </InlinePicker>
  );
}
