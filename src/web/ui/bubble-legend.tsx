import { UNIT_RADIUS } from "#web/chart/bubbles.ts";
import { formatUsd } from "./format.ts";

export interface BubbleLegendProps {
  /** USD of a bubble of the drawn size. */
  readonly unitUsd: number;
  /** What the bubbles are, in words. */
  readonly words: string;
}

/** A bubble of each side with what it is worth, and what bubbles are. */
export function BubbleLegend({ unitUsd, words }: BubbleLegendProps) {
  const radius = UNIT_RADIUS;
  const width = radius * 4 + 5;
  return (
    <span className="legend-bubbles">
      <svg width={width} height={radius * 2 + 2} aria-hidden="true">
        <circle cx={radius + 1} cy={radius + 1} r={radius} className="bubble-sample longs" />
        <circle cx={width - radius - 1} cy={radius + 1} r={radius} className="bubble-sample shorts" />
      </svg>
      <span className="figure">{formatUsd(unitUsd)}</span>
      <span>{words}</span>
    </span>
  );
}
