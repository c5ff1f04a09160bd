import { Chip } from "#web/ui/chip.tsx";
import { HeatLegend } from "#web/ui/heat-legend.tsx";
import { ThresholdSlider } from "#web/ui/threshold-slider.tsx";
import { useAmountUnit } from "./amount-terms.tsx";
import { useSurface } from "./page-look.ts";
import { useHeatLayer, useMarketIntensity } from "./use-heat-style.ts";
import { changeView, useView } from "./view-store.ts";

/** Hides what is fainter. */
export function Threshold() {
  useAmountUnit();
  const threshold = useView((view) => view.threshold);
  return <ThresholdSlider value={threshold} onChange={(value) => changeView({ threshold: value })} />;
}

/** The colour bar; absolute, so that the same book has the same colour in every window. */
export function Legend() {
  useAmountUnit();
  const own = useMarketIntensity();
  const intensity = useView((view) => view.intensity);
  const palette = useView((view) => view.palette);
  const surface = useSurface();
  const layer = useHeatLayer();
  return (
    <div className="legend-group">
      <HeatLegend
        palette={palette}
        surface={surface}
        {...(intensity ?? own)}
        range={{ low: own.low / 20, high: own.high * 6 }}
        onChange={(ends) => changeView({ intensity: ends })}
      />
      <span className="legend-absent">{layer === "measured" ? "not measured" : "no estimate"}</span>
      <Chip
        label={intensity ? "Locked" : "Lock"}
        hint={intensity ? "Back to each market's own colours" : "Hold these colours through all windows and markets, and in the link"}
        pressed={intensity !== undefined}
        isOption
        onPress={() => changeView({ intensity: intensity ? undefined : own })}
      />
    </div>
  );
}
