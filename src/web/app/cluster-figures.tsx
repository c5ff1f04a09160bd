import { HEAT_LEVELS, columnEnd } from "#core/heat-levels.ts";
import { priceAt } from "#core/price-rows.ts";
import { TIERS } from "#core/tier.ts";
import type { MarketMessage } from "#wire/messages.ts";
import type { ClusterTrace } from "#web/data/trace-cluster.ts";
import { holders } from "#insight/consensus.ts";
import { valueOf } from "#web/panels/panel.ts";
import { formatPrice } from "#web/ui/format.ts";
import { decimal } from "#web/ui/locale.ts";
import { formatDuration } from "./measured-stretch.ts";
import { Figure } from "./readout-figure.tsx";
import type { CrosshairReading } from "./scene.ts";
import { useMemberBooks } from "./use-market-figures.ts";

interface ClusterFiguresProps {
  readonly market: MarketMessage;
  readonly at: CrosshairReading;
  readonly cluster: ClusterTrace;
  readonly level: number;
  readonly format: (usd: number) => string;
  readonly compact: boolean;
}

/** The cluster under the crosshair: its edges, what stands in it, how it stands out, for how long it has stood, and who holds it. */
export function ClusterFigures({ market, at, cluster, level, format, compact }: ClusterFiguresProps) {
  const { rowsPerCell } = HEAT_LEVELS[level];
  const [low, high] = [priceAt(cluster.fromCell * rowsPerCell), priceAt((cluster.toCell + 1) * rowsPerCell)];
  return (
    <span className="readout-cluster">
      <Figure name="cluster" value={`${formatPrice(low, market.tickSize)}–${formatPrice(high, market.tickSize)}`} />
      <Figure name="holds" value={format(cluster.usd)} strong />
      {!compact && <Figure name="stands out" value={`${decimal(cluster.contrast, 1)}×`} />}
      <Figure name="stood for" value={ageOf(cluster, { level, toMs: at.toMs })} />
      {market.members && <HeldBy market={market} cluster={{ side: cluster.side, low, high }} mark={at.mark} />}
    </span>
  );
}

/** From the end of the first column that has it; what is not loaded may have had it before. */
function ageOf({ firstColumn, mayBeOlder }: ClusterTrace, { level, toMs }: { level: number; toMs: number }): string {
  const ageMs = toMs - columnEnd(HEAT_LEVELS[level], firstColumn);
  return ageMs <= 0 && !mayBeOlder ? "new" : `${mayBeOlder ? "≥ " : ""}${formatDuration(Math.max(0, ageMs))}`;
}

interface HeldByProps {
  readonly market: MarketMessage;
  readonly cluster: Pick<ClusterTrace, "side"> & { readonly low: number; readonly high: number };
  readonly mark: number;
}

/** The exchanges whose own book has it now: columns of a combined market do not tell. */
function HeldBy({ market, cluster, mark }: HeldByProps) {
  const memberBooks = valueOf(useMemberBooks(market));
  if (!memberBooks) return null;
  const names = holders(cluster, { mark, memberBooks, tiers: TIERS });
  return <Figure name="now held by" value={`${names.length}/${memberBooks.length} ${names.join(" ")}`} />;
}
