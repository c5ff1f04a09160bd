import { Segments } from "#web/ui/segments.tsx";
import type { WindowName } from "#core/heat-levels.ts";
import { useChartSession } from "#web/app/session/chart-session-store.ts";
import { useMarket } from "#web/app/markets/use-markets.ts";
import { changeView, useView } from "./view-store.ts";
import { windowChoices } from "./window-choices.ts";

/** The window that is shown already is fitted again. */
function choose(window: WindowName): void {
  if (window === useView.getState().window) useChartSession.getState().session?.fit();
  changeView({ window });
}

/** The windows; those that stored history cannot fill say why. */
export function WindowSegments() {
  const market = useMarket();
  const value = useView((view) => view.window);
  const segments = windowChoices(market).map(({ name, closedBecause }) => ({ value: name, label: name, closedBecause }));
  return <Segments name="Window" segments={segments} value={value} onChange={choose} />;
}
