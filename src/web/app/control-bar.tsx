import { Popover } from "radix-ui";
import { PALETTES } from "#web/colour/palette.ts";
import { LayerChips, Legend, PaletteSegments, SideChips, Threshold, TierChips } from "./filters.tsx";
import { useView } from "./view-store.ts";

/** Below the chart on a desk: the legend and every filter of the map, in one row. */
export function ControlBar() {
  return (
    <footer className="control-bar">
      <div className="control">
        <span className="control-name">Modelled estimate, USD per 0.1 % of price</span>
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
        <span className="control-name">Hide below</span>
        <Threshold />
      </div>
      <span className="spring" />
      <div className="control">
        <span className="control-name">Palette</span>
        <PalettePicker />
      </div>
    </footer>
  );
}

function PalettePicker() {
  const palette = useView((view) => view.palette);
  return (
    <Popover.Root>
      <Popover.Trigger className="picker picker-inline">
        {PALETTES[palette].label}
        <span className="caret" aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover stacked" align="end" sideOffset={8} collisionPadding={8}>
          <PaletteSegments />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
