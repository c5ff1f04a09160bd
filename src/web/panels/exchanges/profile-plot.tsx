import { POSITION_SIDES } from "#core/position-side.ts";
import { formatUsd } from "#web/ui/format.ts";
import type { HeldCluster } from "./held-clusters.ts";
import type { ExchangeProfile } from "./compare-exchanges.ts";

export interface ProfilePlotProps {
  readonly profile: ExchangeProfile;
  /** Clusters of the map that this exchange holds too. */
  readonly clusters: readonly HeldCluster[];
  readonly reach: number;
  /** USD at the top of the plot. */
  readonly top: number;
  /** Share of the width; undefined: none. */
  readonly cursor: number | undefined;
  readonly tall: boolean;
}

const WIDTH = 1_000;
const HEIGHT = 100;
/** Of the height, left free above the bars: clusters are marked there. */
const ROOM = { tall: 10, low: 16 };

/** One exchange's dollars by distance, longs left of the price and shorts right of it. */
export function ProfilePlot({ profile, clusters, reach, top, cursor, tall }: ProfilePlotProps) {
  const { label, totals } = profile;
  return (
    <svg
      className="exchanges-plot"
      data-tall={tall}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${label}: ${formatUsd(totals.long)} of longs below, ${formatUsd(totals.short)} of shorts above within ±${reach * 100} %`}
    >
      {POSITION_SIDES.map((side) => (
        <path key={side} data-side={side} d={steps(profile, side, { reach, top, full: HEIGHT - (tall ? ROOM.tall : ROOM.low) })} />
      ))}
      {clusters.map(({ side, from, to }) => (
        <rect
          key={`${side} ${from}`}
          data-side={side}
          className="exchanges-held"
          x={((from + reach) / (2 * reach)) * WIDTH}
          width={((to - from) / (2 * reach)) * WIDTH}
          y={0}
          height={tall ? 5 : 9}
        />
      ))}
      <line x1={WIDTH / 2} x2={WIDTH / 2} y1={0} y2={HEIGHT} className="exchanges-mark" />
      {cursor !== undefined && <line x1={cursor * WIDTH} x2={cursor * WIDTH} y1={0} y2={HEIGHT} className="cumulative-cursor" />}
    </svg>
  );
}

interface StepsOf extends Pick<ProfilePlotProps, "reach" | "top"> {
  /** Height of the bar that holds `top`. */
  readonly full: number;
}

/** The bins of a side as bars in one path. */
function steps({ bins }: ExchangeProfile, side: "long" | "short", { reach, top, full }: StepsOf): string {
  const x = (distance: number): number => (((side === "long" ? -distance : distance) + reach) / (2 * reach)) * WIDTH;
  return bins
    .filter((bin) => bin.side === side && bin.usd > 0)
    .map(({ from, to, usd }) => {
      const y = (HEIGHT - Math.min(1, usd / top) * full).toFixed(1);
      return `M${x(from).toFixed(1)},${HEIGHT}V${y}H${x(to).toFixed(1)}V${HEIGHT}Z`;
    })
    .join("");
}
