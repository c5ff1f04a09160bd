import type { PositionSide } from "#core/position-side.ts";
import { findClusters } from "#insight/clusters.ts";
import { holders } from "#insight/consensus.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import type { MemberBook, PanelFilters } from "#web/panels/panel.ts";
import { shownBook } from "#web/panels/shown-book.ts";
import { usdWithin } from "#web/panels/usd-within.ts";

/** A cluster of the map on screen, and who holds it too: as the map's own layer has it. */
export interface HeldCluster {
  readonly side: PositionSide;
  /** Signed distances of its edges from the mark, cut where the axis ends. */
  readonly from: number;
  readonly to: number;
  readonly holders: readonly string[];
}

/** The clusters within reach, but for those of which the map shows nothing; none while there is no estimate on screen. */
export function heldClusters(
  book: LevelsGrid | undefined,
  memberBooks: readonly MemberBook[],
  asked: PanelFilters & { readonly reach: number },
): readonly HeldCluster[] {
  if (book?.layer !== "modelled") return [];
  const { mark } = book;
  const { tiers, reach } = asked;
  const shown = shownBook(book, asked);
  return findClusters(book, asked)
    .filter((cluster) => shown === book || usdWithin(shown, asked, cluster) > 0)
    .map((cluster) => ({
      side: cluster.side,
      from: Math.max(-reach, cluster.low / mark - 1),
      to: Math.min(reach, cluster.high / mark - 1),
      holders: holders(cluster, { mark, memberBooks, tiers }),
    }));
}
