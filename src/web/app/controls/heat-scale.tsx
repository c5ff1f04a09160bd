import { POSITION_SIDES } from "#core/position-side.ts";
import { legendRamps, rampGradient } from "#web/colour/palette.ts";
import { formatUsd } from "#web/ui/format.ts";
import { useAmountUnit } from "#web/app/reading/amount-terms.tsx";
import { useHeatStyle } from "./use-heat-style.ts";
import { isHeat } from "#web/app/view/view.ts";
import { useView } from "#web/app/view/view-store.ts";

/** What the colours mean, on the map itself where no control bar says it: the two ends of the scale, a line for each side that has its own. */
export function HeatScale() {
  const { palette, surface, low, high, sideEnds } = useHeatStyle();
  useAmountUnit();
  const isShown = useView((view) => view.layers.some(isHeat));
  if (!isShown) return null;
  const scales = sideEnds ? POSITION_SIDES.map((side) => ({ side, ends: sideEnds[side] })) : [{ side: undefined, ends: { low, high } }];
  return scales.map(({ side, ends }) => (
    <span key={side ?? "both"} className="legend-heat">
      {side && <span>{side}s</span>}
      <span className="figure">{formatUsd(ends.low)}</span>
      <span className="legend-heat-bar" aria-hidden="true">
        {legendRamps(palette, surface, side).map((ramp, index) => (
          <span key={index} style={{ background: rampGradient(ramp, "to right") }} />
        ))}
      </span>
      <span className="unseen">to</span>
      <span className="figure">{formatUsd(ends.high)}</span>
      <span className="muted">
        <span aria-hidden="true">/</span>
        <span className="unseen">per</span> 0.1 %
      </span>
    </span>
  ));
}
