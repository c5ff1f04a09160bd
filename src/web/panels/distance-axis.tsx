import { formatPrice } from "#web/ui/format.ts";
import { type DistanceTick, distanceTicks } from "./distance-ticks.ts";

export interface DistanceAxisProps {
  /** Shares of price, signed: where the plot begins and ends. */
  readonly from: number;
  readonly to: number;
  /** Undefined where each plot has its own: then no prices are told. */
  readonly mark: number | undefined;
  readonly tickSize: number;
  readonly compact: boolean;
}

/** Below a plot that goes outward from the price: distances, and the prices that they come to. */
export function DistanceAxis({ from, to, mark, tickSize, compact }: DistanceAxisProps) {
  const ticks = distanceTicks({ from, to, most: compact ? 5 : 11 });
  return (
    <div className="distance-axis muted figure" aria-hidden="true">
      {ticks.map((tick, at) => (
        <span key={tick.distance} data-end={endOf(at, ticks)} style={{ left: `${((tick.distance - from) / (to - from)) * 100}%` }}>
          <span>{tick.label}</span>
          {mark !== undefined && <span className="distance-axis-price">{formatPrice(mark * (1 + tick.distance), tickSize)}</span>}
        </span>
      ))}
    </div>
  );
}

const endOf = (at: number, ticks: readonly DistanceTick[]): "first" | "last" | undefined => (at === 0 ? "first" : at === ticks.length - 1 ? "last" : undefined);
