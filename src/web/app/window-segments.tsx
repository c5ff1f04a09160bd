import { Segments } from "#web/ui/segments.tsx";
import { useMarket } from "./use-markets.ts";
import { changeView, useView } from "./view-store.ts";
import { windowChoices } from "./window-choices.ts";

/** The windows; those that stored history cannot fill say why. */
export function WindowSegments() {
  const market = useMarket();
  const value = useView((view) => view.window);
  const segments = windowChoices(market).map(({ name, closedBecause }) => ({ value: name, label: name, closedBecause }));
  return <Segments name="Window" segments={segments} value={value} onChange={(window) => changeView({ window })} />;
}
