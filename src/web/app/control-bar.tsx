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
        <LayerChips />
      </div>
      <div className="control">
        <span className="control-name">Leverage</span>
        <TierChips />
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
