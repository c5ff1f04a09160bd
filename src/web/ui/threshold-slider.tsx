import { DENSITY_OF_BYTE, encodeDensity } from "#core/heat-scale.ts";
import { formatUsd } from "./format.ts";
import { Slider } from "./slider.tsx";

export interface ThresholdSliderProps {
  /** USD per 0.1 % of price; 0 hides nothing. */
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** The left stop means "hide nothing"; the rest is the byte scale of core/heat-scale.ts, up to USD 500M per 0.1 %. */
const FIRST_BYTE = 40;
const LAST_BYTE = 218;

export function ThresholdSlider({ value, onChange }: ThresholdSliderProps) {
  const byte = value === 0 ? FIRST_BYTE : encodeDensity(value);
  return (
    <div className="threshold">
      <Slider
        className="plain-slider"
        handleClassName="plain-thumb"
        min={FIRST_BYTE}
        max={LAST_BYTE}
        handles={[{ value: byte, label: "Hide cells below", valueText: value === 0 ? "nothing hidden" : formatUsd(value) }]}
        onChange={([next]) => onChange(next === FIRST_BYTE ? 0 : Math.round(DENSITY_OF_BYTE[next]))}
      >
        <span className="plain-track">
          <span className="plain-range" style={{ width: `${((byte - FIRST_BYTE) / (LAST_BYTE - FIRST_BYTE)) * 100}%` }} />
        </span>
      </Slider>
      <output className="threshold-value">{value === 0 ? "off" : formatUsd(value)}</output>
    </div>
  );
}
