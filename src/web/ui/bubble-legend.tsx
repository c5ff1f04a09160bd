import { UNIT_RADIUS } from "#web/chart/bubbles.ts";
import { THEME } from "#web/chart/theme.ts";
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
        <circle cx={radius + 1} cy={radius + 1} r={radius} fill={`${THEME.longs}8c`} stroke={THEME.longs} />
        <circle cx={width - radius - 1} cy={radius + 1} r={radius} fill={`${THEME.shorts}8c`} stroke={THEME.shorts} />
      </svg>
      <span className="figure">{formatUsd(unitUsd)}</span>
      <span>{words}</span>
    </span>
  );
}
