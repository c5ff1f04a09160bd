import { Slider } from "radix-ui";
import { DENSITY_OF_BYTE, encodeDensity } from "#core/heat-scale.ts";
import { formatUsd } from "./format.ts";

export interface ThresholdSliderProps {
  /** USD per 0.1 % of price; 0 hides nothing. */
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** The left stop means "hide nothing"; the rest is the byte scale of core/heat-scale.ts, up to USD 500M per 0.1 %. */
const FIRST_BYTE = 40;
const LAST_BYTE = 218;

export function ThresholdSlider({ value, onChange }: ThresholdSliderProps) {
  return (
    <div className="threshold">
      <Slider.Root
        className="plain-slider"
        min={FIRST_BYTE}
        max={LAST_BYTE}
        value={[value === 0 ? FIRST_BYTE : encodeDensity(value)]}
        onValueChange={([byte]) => onChange(byte === FIRST_BYTE ? 0 : Math.round(DENSITY_OF_BYTE[byte]))}
      >
        <Slider.Track className="plain-track">
          <Slider.Range className="plain-range" />
        </Slider.Track>
        <Slider.Thumb className="plain-thumb" aria-label="Hide cells below" aria-valuetext={value === 0 ? "nothing hidden" : formatUsd(value)} />
      </Slider.Root>
      <output className="threshold-value">{value === 0 ? "off" : formatUsd(value)}</output>
    </div>
  );
}
