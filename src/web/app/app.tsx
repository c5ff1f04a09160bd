import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { deferred } from "#web/ui/deferred.tsx";
import { ChartArea } from "./chart-area.tsx";
import { Drawer } from "./drawer.tsx";
import { openLiveConnection } from "./live-connection.ts";
import { usePanelSnap } from "./panel-snap.ts";
import { useWrittenForm } from "./page-look.ts";
import { NewerBuild, useShellWorker } from "./newer-build.tsx";
import { Settings } from "./settings.tsx";
import { ReplayHost } from "./replay/replay-host.tsx";
import { followPalette } from "./side-colours.ts";
import { SourceBanner } from "./source-banner.tsx";
import { ToolStrip } from "./tool-strip.tsx";
import { TopBar } from "./top-bar.tsx";
import { useCompact } from "./use-compact.ts";
import { useLadderShown } from "./use-ladder-shown.ts";
import { useAttention } from "./use-markets.ts";
import { useOrderBookWatch } from "./use-order-book-watch.ts";
import { useVisitKeeper } from "./use-last-visit.ts";
import { useLastMap } from "./use-last-map.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import { AmountTerms, useUnitKind } from "./amount-terms.tsx";

/** A server on this machine answers without a network: whether one can be asked is not for the browser to say. */
const queries = new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: true, networkMode: "always" } } });
const live = openLiveConnection();
followPalette();

const PhoneFoot = deferred(async () => (await import("./phone-foot.tsx")).PhoneFoot, <footer className="phone-bar" />);
const ControlBar = deferred(async () => (await import("./control-bar.tsx")).ControlBar, <footer className="control-bar" />);

/** The page: one chart, what docks to it above and below, nothing beside. */
export function App() {
  return (
    <QueryClientProvider client={queries}>
      <Page />
    </QueryClientProvider>
  );
}

function Page() {
  const compact = useCompact();
  const { locale, timeZone } = useWrittenForm();
  useUnitKind();
  useShortcuts();
  useShellWorker();
  useLastMap();
  useVisitKeeper();
  useOrderBookWatch(live, useLadderShown(compact));
  useAttention(live.stream);
  const isCovered = usePanelSnap() === "full" && compact;
  return (
    <div className="page" data-compact={compact}>
      <AmountTerms />
      <a className="skip-link" href="#chart">
        Skip to the chart
      </a>
      <header>
        <SourceBanner compact={compact} />
        <TopBar compact={compact} />
        <NewerBuild />
      </header>
      <div className="page-body">
        <main className="stage-row" id="chart" tabIndex={-1} inert={isCovered}>
          <ToolStrip compact={compact} />
          <ChartArea key={`${locale} ${timeZone}`} live={live} compact={compact} />
        </main>
        <ReplayHost compact={compact} />
        {!compact && <Drawer />}
        {compact ? <PhoneFoot isCovered={isCovered} /> : <ControlBar />}
      </div>
      <Settings compact={compact} />
    </div>
  );
}
