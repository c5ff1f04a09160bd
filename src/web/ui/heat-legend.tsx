import { DENSITY_OF_BYTE, encodeDensity } from "#core/heat-scale.ts";
import type { PositionSide } from "#core/position-side.ts";
import { type PaletteName, type Surface, legendRamps, rampGradient } from "#web/colour/palette.ts";
import { formatUsd } from "./format.ts";
import { Slider } from "./slider.tsx";

export interface HeatLegendProps {
  readonly palette: PaletteName;
  readonly surface: Surface;
  /** The side that it is of; undefined: it serves both. */
  readonly side?: PositionSide;
  /** USD per 0.1 % of price at the ends of the ramp. */
  readonly low: number;
  readonly high: number;
  /** Least and greatest density that the handles can be put on. */
  readonly range: { readonly low: number; readonly high: number };
  readonly onChange: (ends: { low: number; high: number }) => void;
}

/** The colour bar with its two handles, on the byte scale of core/heat-scale.ts: what is dimmer than the left one fades out, what is brighter than the right one is all the same. */
export function HeatLegend({ palette, surface, side, low, high, range, onChange }: HeatLegendProps) {
  const bytes = [encodeDensity(low), encodeDensity(high)];
  const firstByte = Math.min(encodeDensity(range.low), bytes[0]);
  const lastByte = Math.max(encodeDensity(range.high), bytes[1]);
  const share = (byte: number) => ((byte - firstByte) / (lastByte - firstByte)) * 100;
  const ramps = legendRamps(palette, surface, side);
  const whose = side ? ` of the ${side}s` : "";
  return (
    <div className="legend" data-side={side}>
      {side && <span className="legend-side">{side === "long" ? "Longs" : "Shorts"}</span>}
      <output className="legend-end">{formatUsd(low)}</output>
      <Slider
        className="legend-slider"
        handleClassName="legend-thumb"
        min={firstByte}
        max={lastByte}
        leastApart={12}
        handles={[
          { value: bytes[0], label: `Faint end of the colours${whose}`, valueText: formatUsd(low) },
          { value: bytes[1], label: `Bright end of the colours${whose}`, valueText: formatUsd(high) },
        ]}
        onChange={([first, last]) => onChange({ low: DENSITY_OF_BYTE[first], high: DENSITY_OF_BYTE[last] })}
      >
        <span className="legend-track">
          {ramps.map((ramp, index) => (
            <span
              key={index}
              className="legend-ramp"
              style={{
                left: `${share(bytes[0])}%`,
                right: `${100 - share(bytes[1])}%`,
                top: `${(index * 100) / ramps.length}%`,
                height: `${100 / ramps.length}%`,
                background: rampGradient(ramp, "to right"),
              }}
            />
          ))}
          <span className="legend-over" style={{ left: `${share(bytes[1])}%`, background: `rgb(${ramps[0][ramps[0].length - 1].join(" ")})` }} />
        </span>
      </Slider>
      <output className="legend-end">{formatUsd(high)}</output>
    </div>
  );
}
