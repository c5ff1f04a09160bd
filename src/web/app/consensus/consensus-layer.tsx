import { useEffect, useMemo, useState } from "react";
import { findClusters } from "#insight/clusters.ts";
import { consensusOn } from "#insight/consensus.ts";
import type { MarketMessage } from "#wire/messages.ts";
import { useBook } from "#web/app/reading/book-store.ts";
import { useChartSession } from "#web/app/session/chart-session-store.ts";
import { useMemberBooks } from "#web/app/markets/use-market-figures.ts";
import { useSurface } from "#web/app/settings/page-look.ts";
import { useView } from "#web/app/view/view-store.ts";
import { CLUSTERS_REACH } from "#web/panels/clusters/cluster-rows.ts";
import { valueOf } from "#web/panels/panel.ts";
import { consensusSentence } from "./consensus-sentence.ts";
import { paintRuns } from "./paint-runs.ts";
import type { ShownConsensus } from "#web/app/session/consensus-feed.ts";
import { paintConsensus } from "./paint-consensus.ts";

/** Feeds the map with how far exchanges agree on its clusters, column by column and now; on screen only while the layer is on. To a screen reader it says what it draws. */
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
  const [shown, setShown] = useState<ShownConsensus>();
  useEffect(() => {
    session?.hearConsensus(setShown);
    return () => session?.hearConsensus(undefined);
  }, [session]);
  useEffect(() => {
    const runs = shown && shown.runs.length > 0 ? shown : undefined;
    // A painter takes part in every frame, even when it has nothing to paint.
    if (!runs && found.length === 0) return session?.setOver(undefined);
    session?.setOver((frame) => {
      if (runs) paintRuns(frame, runs);
      paintConsensus(frame, found);
    });
    return undefined;
  }, [session, found, shown, surface]);
  useEffect(() => () => session?.setOver(undefined), [session]);
  if (!memberBooks || !grid) return null;
  return <p className="unseen">{consensusSentence(found, memberBooks.length)}</p>;
}
