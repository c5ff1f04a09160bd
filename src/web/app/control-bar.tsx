import { Popover } from "radix-ui";
import { PALETTES } from "#web/colour/palette.ts";
import {
  ConfidenceSegments,
  AgeSegments,
  HeatName,
  LayerChips,
  Legend,
  PaletteSegments,
  SideChips,
  Threshold,
  TierChips,
  UnitSegments,
  confidenceLabel,
  useAgeLabel,
  useUnitLabel,
} from "./filters.tsx";
import { ModelPanel } from "./model-panel.tsx";
import { useView } from "./view-store.ts";

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
    <Popover.Root>
      <Popover.Trigger className="text-button">
        Model
        <span className="caret" aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover model-popover" align="start" sideOffset={8} collisionPadding={8} aria-label="Model">
          <h2 className="sheet-title">What the model goes by</h2>
          <ModelPanel />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function ConfidencePicker() {
  const confidence = useView((view) => view.confidence);
  return (
    <Popover.Root>
      <Popover.Trigger className="picker picker-inline" aria-label={`Least confidence: ${confidenceLabel(confidence)}`}>
        {confidence}
        <span className="caret" aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover worded-popover" align="end" sideOffset={8} collisionPadding={8} aria-label="Least confidence">
          <ConfidenceSegments />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function AgePicker() {
  const age = useAgeLabel();
  return (
    <Popover.Root>
      <Popover.Trigger className="picker picker-inline" aria-label={`Age: ${age}`}>
        {age}
        <span className="caret" aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover worded-popover" align="end" sideOffset={8} collisionPadding={8} aria-label="Age">
          <AgeSegments />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function UnitPicker() {
  const unit = useUnitLabel();
  return (
    <Popover.Root>
      <Popover.Trigger className="picker picker-inline">
        {unit}
        <span className="caret" aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover stacked" align="end" sideOffset={8} collisionPadding={8} aria-label="Amounts in">
          <UnitSegments />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function PalettePicker() {
  const palette = useView((view) => view.palette);
  return (
    <Popover.Root>
      <Popover.Trigger className="picker picker-inline">
        {PALETTES[palette].short}
        <span className="caret" aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover stacked" align="end" sideOffset={8} collisionPadding={8} aria-label="Palette">
          <PaletteSegments />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
