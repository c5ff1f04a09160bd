import { deferred } from "#web/ui/deferred.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { Legend, Threshold } from "#web/app/controls/colour-filters.tsx";
import { AgeSegments, ConfidenceSegments, HeatName, LayerChips, PaletteSegments, UnitSegments } from "#web/app/controls/filters.tsx";
import { ConsensusLegend, MeasuredLegend, RealisedLegend } from "#web/app/controls/layer-legends.tsx";
import { MarkSwitches, PaneSwitches } from "#web/app/controls/pane-switches.tsx";

const ModelPanel = deferred(async () => (await import("#web/app/controls/model-panel.tsx")).ModelPanel, <p className="muted model-wait">Loading …</p>);

/** What a phone's sheet of layers and colour holds. */
export function PhoneLayers() {
  return (
    <div className="stacked">
      <span className="control-name">Layers</span>
      <LayerChips />
      <MeasuredLegend length="full" />
      <RealisedLegend length="full" />
      <ConsensusLegend length="full" />
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
  );
}

const MODEL_BUTTON = (
  <button type="button" className="picker phone-chip model-button">
    <span className="phone-chip-label">Model: what the estimate rests on</span>
    <span className="caret" aria-hidden="true" />
  </button>
);
