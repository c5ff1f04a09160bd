import { useEffect, useRef } from "react";
import { PANELS } from "#web/panels/registry.ts";
import { SnapSheet } from "#web/ui/snap-sheet.tsx";
import { TabPanel, Tabs } from "#web/ui/tabs.tsx";
import { PanelHost } from "./panel-host-later.tsx";
import { pull, rest, usePanelSnap } from "./panel-snap.ts";
import { changeView, useView } from "./view-store.ts";

/** The panels on a phone: a row of tabs at the foot of the page, and a sheet that they pull up. */
export function PanelSheet() {
  const snap = usePanelSnap();
  const open = useView((view) => view.panel);
  const panel = PANELS.find(({ id }) => id === open);
  return (
    <div className="panel-sheet">
      <SnapSheet name="Panels" snap={snap} onSnap={rest} onPull={pull} head={<PanelTabs open={panel?.id} />}>
        {panel && (
          <TabPanel id={panel.id} className="panel-sheet-body">
            <PanelHost panel={panel} compact />
          </TabPanel>
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
