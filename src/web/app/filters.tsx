import { POSITION_SIDES, type PositionSide } from "#core/position-side.ts";
import { TIERS, TIER_RANGES } from "#core/tier.ts";
import { THEME } from "#web/chart/theme.ts";
import { PALETTES, PALETTE_NAMES } from "#web/colour/palette.ts";
import { Chip } from "#web/ui/chip.tsx";
import { HeatLegend } from "#web/ui/heat-legend.tsx";
import { Segments } from "#web/ui/segments.tsx";
import { ThresholdSlider } from "#web/ui/threshold-slider.tsx";
import { useMarketIntensity } from "./use-heat-style.ts";
import { changeView, toggleSide, toggleTier, useView } from "./view-store.ts";

const SIDES: Readonly<Record<PositionSide, { label: string; swatch: string; hint: string }>> = {
  long: { label: "Longs", swatch: THEME.longs, hint: "Long positions that would be force-closed if price falls there" },
  short: { label: "Shorts", swatch: THEME.shorts, hint: "Short positions that would be force-closed if price rises there" },
};

export function TierChips() {
  const tiers = useView((view) => view.tiers);
  return (
    <div className="chips" role="group" aria-label="Leverage">
      {TIERS.map((tier) => (
        <Chip key={tier} label={`${tier}x`} hint={`Effective leverage ${TIER_RANGES[tier]}`} pressed={tiers.includes(tier)} onPress={() => toggleTier(tier)} />
      ))}
    </div>
  );
}

export function SideChips() {
  const sides = useView((view) => view.sides);
  return (
    <div className="chips" role="group" aria-label="Side">
      {POSITION_SIDES.map((side) => (
        <Chip key={side} {...SIDES[side]} pressed={sides.includes(side)} onPress={() => toggleSide(side)} />
      ))}
    </div>
  );
}

export function Threshold() {
  const threshold = useView((view) => view.threshold);
  return <ThresholdSlider value={threshold} onChange={(value) => changeView({ threshold: value })} />;
}

/** The colour bar; absolute, so that the same book has the same colour in every window. */
export function Legend() {
  const own = useMarketIntensity();
  const intensity = useView((view) => view.intensity);
  const palette = useView((view) => view.palette);
  return (
    <div className="legend-group">
      <HeatLegend
        palette={palette}
        {...(intensity ?? own)}
        range={{ low: own.low / 20, high: own.high * 6 }}
        onChange={(ends) => changeView({ intensity: ends })}
      />
      <span className="legend-absent">no estimate</span>
      <button type="button" className="quiet-button" disabled={!intensity} onClick={() => changeView({ intensity: undefined })}>
        Reset
      </button>
    </div>
  );
}

const PALETTE_SEGMENTS = PALETTE_NAMES.map((value) => ({ value, label: PALETTES[value].label }));

export function PaletteSegments() {
  const palette = useView((view) => view.palette);
  return <Segments name="Palette" segments={PALETTE_SEGMENTS} value={palette} onChange={(value) => changeView({ palette: value })} />;
}
