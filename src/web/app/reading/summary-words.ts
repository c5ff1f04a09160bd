import type { Tier } from "#core/tier.ts";
import type { PositionSide } from "#core/position-side.ts";
import { type Cluster, findClusters, nearestCluster } from "#insight/clusters.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import type { MarketMessage } from "#wire/messages.ts";
import { formatChange, formatPrice, formatUsd } from "#web/ui/format.ts";

export interface Summarised {
  readonly market: Pick<MarketMessage, "coin" | "exchangeLabel" | "tickSize">;
  readonly book: LevelsGrid;
  readonly tiers: readonly Tier[];
  readonly sides: readonly PositionSide[];
}

export interface Summary {
  /** Names the clusters: another key, another picture. */
  readonly key: string;
  readonly words: string;
}

/** As far as a glance at the map goes, a fraction of price. */
const REACH = 0.1;

/** What the map shows, for who cannot see it: price, the nearest cluster to either side, and what stands there in all. */
export function summaryOf({ market, book, tiers, sides }: Summarised): Summary {
  const clusters = findClusters(book, { tiers, sides, reach: REACH });
  const above = nearestCluster(clusters, "short");
  const below = nearestCluster(clusters, "long");
  const kind = book.layer === "measured" ? "measured" : "estimated";
  const words = [
    `${market.coin} on ${market.exchangeLabel} at ${formatPrice(book.mark, market.tickSize)}.`,
    `Nearest ${kind} cluster above: ${wordsOf(above, market.tickSize)}.`,
    `Nearest below: ${wordsOf(below, market.tickSize)}.`,
    `Clusters within 10 %: ${formatUsd(total(clusters, "long"))} of longs below, ${formatUsd(total(clusters, "short"))} of shorts above.`,
  ];
  return { key: [market.coin, market.exchangeLabel, above?.fromRow, below?.fromRow].join(), words: words.join(" ") };
}

const wordsOf = (cluster: Cluster | undefined, tickSize: number): string =>
  cluster ? `${formatUsd(cluster.usd)} of ${cluster.side}s at ${formatPrice(cluster.price, tickSize)}, ${formatChange(cluster.distance)}` : "none stands out";

const total = (clusters: readonly Cluster[], side: PositionSide): number =>
  clusters.reduce((sum, cluster) => sum + (cluster.side === side ? cluster.usd : 0), 0);
