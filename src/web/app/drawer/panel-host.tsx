import { Suspense, useEffect, useMemo } from "react";
import { useShallow } from "zustand/react/shallow";
import type { MarketMessage } from "#wire/messages.ts";
import type { AnyPanel, Loadable, PickedCluster } from "#web/panels/panel.ts";
import { PanelBody } from "#web/panels/panel-body.tsx";
import { PanelLoading } from "#web/panels/panel-loading.tsx";
import { PanelFrame, type Standing } from "#web/panels/panel-frame.tsx";
import { useLive } from "#web/app/connection/live-store.ts";
import { useChartReport } from "#web/app/reading/reading-store.ts";
import { usePanelData } from "./panel-data.ts";
import { useAskedInstant } from "#web/app/replay/replay-store.ts";
import { useMarket, useMarkets } from "#web/app/markets/use-markets.ts";
import { useConfidenceFloor } from "#web/app/reading/use-spread.ts";
import type { View } from "#web/app/view/view.ts";
import { changeView, useView } from "#web/app/view/view-store.ts";

const goTo = (id: string) => changeView({ market: id });
const changeSince = (since: View["since"]) => changeView({ since });
const setOption = (name: string, value: string) => useView.setState(({ options }) => ({ options: { ...options, [name]: value } }));
const pick = (cluster: PickedCluster | undefined) => useChartReport.setState({ cluster });
const point = (pointedCluster: PickedCluster | undefined) => useChartReport.setState({ pointedCluster });

/** A panel with what it needs, and what its figures stand on. Its code is loaded when it is first opened. */
export function PanelHost({ panel, compact }: { readonly panel: AnyPanel; readonly compact: boolean }) {
  const market = useMarket();
  return (
    <PanelFrame key={panel.id} standing={useStanding()}>
      {market ? (
        <Suspense fallback={<PanelLoading />}>
          <Fed panel={panel} market={market} compact={compact} />
        </Suspense>
      ) : (
        <NoMarket />
      )}
    </PanelFrame>
  );
}

/** Why there is no market yet, as any panel would say it. */
function NoMarket() {
  const { loaded, preparing, problem } = useMarkets();
  const why = preparing ? preparing.sentence : "The server follows no market.";
  const state: Loadable<never> = problem ? { state: "error", ...problem } : loaded ? { state: "empty", why } : { state: "loading" };
  return <PanelBody of={state}>{() => null}</PanelBody>;
}

function useStanding(): Standing {
  const replayAt = useAskedInstant();
  return { ...useLive(useShallow(({ source, lostAt }) => ({ source, lostAt }))), replayAt };
}

function Fed({ panel, market, compact }: { readonly panel: AnyPanel; readonly market: MarketMessage; readonly compact: boolean }) {
  const data = usePanelData(panel.needs, market);
  const chosen = useView(useShallow(({ tiers, sides, threshold }) => ({ tiers, sides, threshold })));
  const floor = useConfidenceFloor();
  const filters = useMemo(() => ({ ...chosen, floor }), [chosen, floor]);
  const picked = useChartReport((report) => report.cluster);
  useEffect(() => () => point(undefined), []);
  const options = useView((view) => view.options);
  const since = useView((view) => view.since);
  return (
    <panel.Component
      market={market}
      data={data}
      filters={filters}
      compact={compact}
      onMarket={goTo}
      since={since}
      onSince={changeSince}
      options={options}
      onOption={setOption}
      picked={picked}
      onPick={pick}
      onPointed={point}
    />
  );
}
