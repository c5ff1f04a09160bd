import { useEffect, useMemo } from "react";
import { findClusters } from "#insight/clusters.ts";
import { consensusOn } from "#insight/consensus.ts";
import type { MarketMessage } from "#wire/messages.ts";
import { useBook } from "#web/app/book-store.ts";
import { useChartSession } from "#web/app/chart-session-store.ts";
import { useMemberBooks } from "#web/app/use-market-figures.ts";
import { useSurface } from "#web/app/page-look.ts";
import { useView } from "#web/app/view-store.ts";
import { CLUSTERS_REACH } from "#web/panels/clusters/cluster-rows.ts";
import { valueOf } from "#web/panels/panel.ts";
import { consensusSentence } from "./consensus-sentence.ts";
import { paintConsensus } from "./paint-consensus.ts";

/** Feeds the map with how far exchanges agree on the clusters that stand now; on screen only while the layer is on. To a screen reader it says what it draws. */
export function ConsensusLayer({ market }: { readonly market: MarketMessage }) {
  const session = useChartSession((state) => state.session);
  const grid = useBook((book) => book.grid);
  const tiers = useView((view) => view.tiers);
  const sides = useView((view) => view.sides);
  const surface = useSurface();
  const memberBooks = valueOf(useMemberBooks(market));
  const found = useMemo(() => {
    if (!grid || grid.layer !== "modelled" || !memberBooks) return [];
    return consensusOn(findClusters(grid, { tiers, sides, reach: CLUSTERS_REACH }), { mark: grid.mark, memberBooks, tiers });
  }, [grid, memberBooks, tiers, sides]);
  useEffect(() => session?.setOver(found.length > 0 ? (frame) => paintConsensus(frame, found) : undefined), [session, found, surface]);
  useEffect(() => () => session?.setOver(undefined), [session]);
  if (!memberBooks || !grid) return null;
  return <p className="unseen">{consensusSentence(found, memberBooks.length)}</p>;
}
