import { Suspense, useEffect } from "react";
import { useShallow } from "zustand/react/shallow";
import type { MarketMessage } from "#wire/messages.ts";
import type { AnyPanel, PickedCluster } from "#web/panels/panel.ts";
import { useChartReport } from "./reading-store.ts";
import { usePanelData } from "./panel-data.ts";
import { useMarket } from "./use-markets.ts";
import { changeView, useView } from "./view-store.ts";

const goTo = (id: string) => changeView({ market: id });
const pick = (cluster: PickedCluster | undefined) => useChartReport.setState({ cluster });
const point = (pointedCluster: PickedCluster | undefined) => useChartReport.setState({ pointedCluster });

/** A panel with what it needs. Its code is loaded when it is first opened. */
export function PanelHost({ panel, compact }: { readonly panel: AnyPanel; readonly compact: boolean }) {
  const market = useMarket();
  if (!market) return <p className="panel-state muted">No market yet.</p>;
  return (
    <Suspense fallback={<p className="panel-state muted">Loading …</p>}>
      <Fed key={panel.id} panel={panel} market={market} compact={compact} />
    </Suspense>
  );
}

function Fed({ panel, market, compact }: { readonly panel: AnyPanel; readonly market: MarketMessage; readonly compact: boolean }) {
  const data = usePanelData(panel.needs, market);
  const filters = useView(useShallow(({ tiers, sides }) => ({ tiers, sides })));
  const picked = useChartReport((report) => report.cluster);
  useEffect(() => () => point(undefined), []);
  return <panel.Component market={market} data={data} filters={filters} compact={compact} onMarket={goTo} picked={picked} onPick={pick} onPointed={point} />;
}
