import { QueryClientProvider } from "@tanstack/react-query";
import { deferred } from "#web/ui/deferred.tsx";
import { ChartArea } from "./chart-area.tsx";
import { HelpSheet } from "./keyboard/help.tsx";
import { liveConnection } from "./connection/live-connection.ts";
import { usePanelSnap } from "./drawer/panel-snap.ts";
import { useWrittenForm } from "./settings/page-look.ts";
import { NewerBuild, useShellWorker } from "./connection/newer-build.tsx";
import { Settings } from "./settings/settings.tsx";
import { queries } from "./connection/queries.ts";
import { ReplayHost } from "./replay/replay-host.tsx";
import { followPalette } from "./controls/side-colours.ts";
import { SourceBanner } from "./connection/source-banner.tsx";
import { ToolStrip } from "./tools/tool-strip.tsx";
import { TopBar } from "./top-bar.tsx";
import { useCompact } from "./view/use-compact.ts";
import { useLadderShown } from "./order-book/use-ladder-shown.ts";
import { useAttention } from "./markets/use-markets.ts";
import { useOrderBookWatch } from "./order-book/use-order-book-watch.ts";
import { useVisitKeeper } from "./drawer/use-last-visit.ts";
import { useLastMap } from "./connection/use-last-map.ts";
import { useShortcuts } from "./keyboard/use-shortcuts.ts";
import { AmountTerms, useUnitKind } from "./reading/amount-terms.tsx";

const live = liveConnection();
followPalette();

const PhoneFoot = deferred(async () => (await import("./phone/phone-foot.tsx")).PhoneFoot, <footer className="phone-bar" />);
const DeskFoot = deferred(async () => (await import("./controls/desk-foot.tsx")).DeskFoot, <footer className="control-bar" />);

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
        <main className="stage-row" id="chart" tabIndex={-1} data-arrival inert={isCovered}>
          <ToolStrip compact={compact} />
          <ChartArea key={`${locale} ${timeZone}`} live={live} compact={compact} />
        </main>
        <ReplayHost compact={compact} />
        {compact ? <PhoneFoot isCovered={isCovered} /> : <DeskFoot />}
      </div>
      <Settings compact={compact} />
      {compact && <HelpSheet />}
    </div>
  );
}
