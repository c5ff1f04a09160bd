import "#web/styles/overview.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { useShallow } from "zustand/react/shallow";
import { FeedBadge } from "#web/app/connection/feed-badge.tsx";
import { liveConnection } from "#web/app/connection/live-connection.ts";
import { useLive } from "#web/app/connection/live-store.ts";
import { useWrittenForm } from "#web/app/settings/page-look.ts";
import { queries } from "#web/app/connection/queries.ts";
import { useAskedInstant } from "#web/app/replay/replay-store.ts";
import { followPalette } from "#web/app/controls/side-colours.ts";
import { SourceBanner } from "#web/app/connection/source-banner.tsx";
import { useCompact } from "#web/app/view/use-compact.ts";
import { useOverview } from "#web/app/markets/use-market-figures.ts";
import { useView } from "#web/app/view/view-store.ts";
import { PanelBody } from "#web/panels/panel-body.tsx";
import { PanelFrame } from "#web/panels/panel-frame.tsx";
import type { DataSort } from "#web/ui/data-table.tsx";
import { OVERVIEW_PATH } from "./address.ts";
import { CoinTable, SORTS } from "./coin-table.tsx";
import { addressOfMap, addressOfOverview, parseOverview } from "./overview-address.ts";
import { useFiatAmounts } from "./use-fiat-amounts.ts";

liveConnection();
followPalette();

/** Every coin that the server follows, one a line; each leads to its map. */
export function OverviewPage() {
  return (
    <QueryClientProvider client={queries}>
      <Page />
    </QueryClientProvider>
  );
}

function Page() {
  const compact = useCompact();
  const view = useView();
  const replayAt = useAskedInstant();
  const standing = { ...useLive(useShallow(({ source, lostAt }) => ({ source, lostAt }))), replayAt };
  useWrittenForm();
  useFiatAmounts();
  return (
    <div className="page overview-page" data-compact={compact}>
      <header>
        <SourceBanner compact={compact} />
        <div className="top-bar">
          <a className="brand overview-home" href={addressOfMap(view)} aria-label="Powderkeg: back to the map">
            <img src="/icon.svg" alt="" width="20" height="20" />
            {!compact && "Powderkeg"}
          </a>
          <h1 className="overview-title" tabIndex={-1} data-arrival>
            Overview
          </h1>
          <span className="spring" />
          {replayAt !== undefined && (
            <a className="picker" href={OVERVIEW_PATH}>
              Now
            </a>
          )}
          <a className="picker overview-back" href={addressOfMap(view)}>
            {compact ? "Map" : "Back to the map"}
          </a>
          <FeedBadge compact={compact} />
        </div>
      </header>
      <main className="overview-body">
        <PanelFrame standing={{ ...standing, source: undefined }}>
          <Coins compact={compact} />
        </PanelFrame>
      </main>
    </div>
  );
}

function Coins({ compact }: { readonly compact: boolean }) {
  const overview = useOverview();
  const view = useView();
  const [choice, setChoice] = useState(() => parseOverview(window.location.search, SORTS));
  function choose(patch: { readonly sort?: DataSort; readonly find?: string }): void {
    const next = { ...choice, ...patch };
    setChoice(next);
    // Back from a map the list is as it was left.
    window.history.replaceState(null, "", addressOfOverview(view, next));
  }
  return (
    <PanelBody of={overview}>
      {(reply) => <CoinTable {...reply} choice={choice} onChoice={choose} hrefOf={(market) => addressOfMap(view, market)} compact={compact} />}
    </PanelBody>
  );
}
