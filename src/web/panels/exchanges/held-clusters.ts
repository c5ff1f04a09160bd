import type { PositionSide } from "#core/position-side.ts";
import { type ClustersAsked, findClusters } from "#insight/clusters.ts";
import { holders } from "#insight/consensus.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import type { MemberBook } from "#web/panels/panel.ts";

/** A cluster of the map on screen, and who holds it too: as the map's own layer has it. */
export interface HeldCluster {
  readonly side: PositionSide;
  /** Signed distances of its edges from the mark, cut where the axis ends. */
  readonly from: number;
  readonly to: number;
  readonly holders: readonly string[];
}

/** The clusters within reach; none while there is no estimate on screen. */
export function heldClusters(book: LevelsGrid | undefined, memberBooks: readonly MemberBook[], asked: ClustersAsked): readonly HeldCluster[] {
  if (book?.layer !== "modelled") return [];
  const { mark } = book;
  const { tiers, reach } = asked;
  return findClusters(book, asked).map((cluster) => ({
    side: cluster.side,
    from: Math.max(-reach, cluster.low / mark - 1),
    to: Math.min(reach, cluster.high / mark - 1),
    holders: holders(cluster, { mark, memberBooks, tiers }),
  }));
}
