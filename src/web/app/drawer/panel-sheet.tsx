import { useEffect, useRef } from "react";
import { PANELS } from "#web/panels/registry.ts";
import type { Neighbour } from "#web/ui/sideways-swipe.ts";
import { SnapSheet } from "#web/ui/snap-sheet.tsx";
import { SwipePages } from "#web/ui/swipe-pages.tsx";
import { TabPanel, Tabs } from "#web/ui/tabs.tsx";
import { PanelHost } from "./panel-host-later.tsx";
import { pull, rest, usePanelSnap } from "./panel-snap.ts";
import { changeView, useView } from "#web/app/view/view-store.ts";

/** The panels on a phone: a row of tabs at the foot of the page, and a sheet that they pull up. A swipe leads from one to the next, and the tabs follow. */
export function PanelSheet() {
  const snap = usePanelSnap();
  const open = useView((view) => view.panel);
  const at = PANELS.findIndex(({ id }) => id === open);
  const panel = PANELS[at];
  const goBeside = (to: Neighbour) => changeView({ panel: PANELS[to === "after" ? at + 1 : at - 1]?.id });
  return (
    <div className="panel-sheet">
      <SnapSheet name="Panels" snap={snap} onSnap={rest} onPull={pull} head={<PanelTabs open={panel?.id} />}>
        {panel && (
          <SwipePages page={panel.id} beside={{ before: PANELS[at - 1]?.title, after: PANELS[at + 1]?.title }} onSwipe={goBeside}>
            <TabPanel id={panel.id} className="panel-sheet-body">
              <PanelHost panel={panel} compact />
            </TabPanel>
          </SwipePages>
        )}
      </SnapSheet>
    </div>
  );
}

/** One line, however many there are: the open one is scrolled to. The open one's tab shuts it. */
function PanelTabs({ open }: { readonly open: string | undefined }) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    line.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [open]);
  return (
    <Tabs
      name="Panels"
      tabs={PANELS}
      open={open}
      onPress={(id) => (id === open ? rest("peek") : changeView({ panel: id }))}
      className="panel-tabs"
      tabClassName="panel-tab"
      ref={line}
    />
  );
}
