import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { priceAt } from "#core/price-rows.ts";
import type { MarketMessage } from "#wire/messages.ts";
import type { ClusterTrace } from "#web/data/trace-cluster.ts";
import { formatPrice } from "#web/ui/format.ts";
import { decimal } from "#web/ui/locale.ts";
import { Figure } from "./readout-figure.tsx";
import { stoodFor } from "./stood-words.ts";
import type { CrosshairReading } from "#web/app/session/scene.ts";

interface ClusterFiguresProps {
  readonly market: MarketMessage;
  readonly at: CrosshairReading;
  readonly cluster: ClusterTrace;
  readonly level: number;
  readonly format: (usd: number) => string;
  readonly compact: boolean;
}

/** The cluster under the crosshair: its edges, what stands in it, how it stands out, and for how long it has stood. */
export function ClusterFigures({ market, at, cluster, level, format, compact }: ClusterFiguresProps) {
  const { rowsPerCell } = HEAT_LEVELS[level];
  const [low, high] = [priceAt(cluster.fromCell * rowsPerCell), priceAt((cluster.toCell + 1) * rowsPerCell)];
  return (
    <span className="readout-cluster">
      <Figure name="cluster" value={`${formatPrice(low, market.tickSize)}–${formatPrice(high, market.tickSize)}`} />
      <Figure name="holds" value={format(cluster.usd)} strong />
      {!compact && <Figure name="stands out" value={`${decimal(cluster.contrast, 1)}×`} />}
      <Figure name="stood for" value={stoodFor(cluster, { level, toMs: at.toMs })} />
    </span>
  );
}
