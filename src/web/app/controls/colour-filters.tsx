import { useShallow } from "zustand/react/shallow";
import { POSITION_SIDES } from "#core/position-side.ts";
import { Chip } from "#web/ui/chip.tsx";
import { HeatLegend } from "#web/ui/heat-legend.tsx";
import { ThresholdSlider } from "#web/ui/threshold-slider.tsx";
import { useAmountUnit } from "#web/app/reading/amount-terms.tsx";
import { isHeld, pressedLadders, pressedLock } from "#web/app/view/colour-lock.ts";
import { useSurface } from "#web/app/settings/page-look.ts";
import { useHeatLayer, useMarketIntensity } from "./use-heat-style.ts";
import type { Intensity } from "#web/app/view/view.ts";
import { changeView, useView } from "#web/app/view/view-store.ts";

/** Hides what is fainter. */
export function Threshold() {
  useAmountUnit();
  const threshold = useView((view) => view.threshold);
  return <ThresholdSlider value={threshold} onChange={(value) => changeView({ threshold: value })} />;
}

/** The colour bar; absolute, so that the same book has the same colour in every window. With a scale for each side there are two. */
export function Legend() {
  const own = useMarketIntensity();
  const scales = useView(useShallow(({ ladders, intensity, sideIntensity }) => ({ ladders, intensity, sideIntensity })));
  const layer = useHeatLayer();
  const held = isHeld(scales);
  return (
    <div className="legend-group">
      {scales.ladders === "per-side" ? <SideBars /> : <CommonBar />}
      <span className="legend-absent">{layer === "measured" ? "not measured" : "no estimate"}</span>
      <div className="chips" role="group" aria-label="Colour scale">
        <Chip
          label={held ? "Locked" : "Lock"}
          hint={held ? "Back to each market's own colours" : "Hold these colours through all windows and markets, and in the link"}
          pressed={held}
          isOption
          onPress={() => changeView(pressedLock(scales, own))}
        />
        <Chip
          label="Per side"
          hint="Longs and shorts each get the range of their own history, so that the fainter side can be read too. The same colour then means other dollars on either side: sides do not compare"
          pressed={scales.ladders === "per-side"}
          isOption
          onPress={() => changeView(pressedLadders(scales, own))}
        />
      </div>
    </div>
  );
}

function CommonBar() {
  const own = useMarketIntensity();
  const shown = useView((view) => view.intensity) ?? own;
  return <HeatLegend {...useBarLook()} low={shown.low} high={shown.high} range={reachOf(own)} onChange={(intensity) => changeView({ intensity })} />;
}

function SideBars() {
  const { sides } = useMarketIntensity();
  const shown = useView((view) => view.sideIntensity) ?? sides;
  const look = useBarLook();
  return (
    <div className="legend-sides">
      {POSITION_SIDES.map((side) => (
        <HeatLegend
          key={side}
          {...look}
          side={side}
          {...shown[side]}
          range={reachOf(sides[side])}
          onChange={(ends) => changeView({ sideIntensity: { ...shown, [side]: ends } })}
        />
      ))}
    </div>
  );
}

function useBarLook() {
  useAmountUnit();
  const palette = useView((view) => view.palette);
  const surface = useSurface();
  return { palette, surface };
}

/** How far the handles go. */
const reachOf = ({ low, high }: Intensity): Intensity => ({ low: low / 20, high: high * 6 });
