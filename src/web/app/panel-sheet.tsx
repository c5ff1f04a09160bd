import { Tabs } from "radix-ui";
import { useEffect, useRef } from "react";
import { PANELS } from "#web/panels/registry.ts";
import { SnapSheet } from "#web/ui/snap-sheet.tsx";
import { PanelHost } from "./panel-host.tsx";
import { pull, rest, usePanelSnap } from "./panel-snap.ts";
import { changeView, useView } from "./view-store.ts";

/** The panels on a phone: a row of tabs at the foot of the page, and a sheet that they pull up. */
export function PanelSheet() {
  const snap = usePanelSnap();
  const open = useView((view) => view.panel);
  const panel = PANELS.find(({ id }) => id === open);
  return (
    <Tabs.Root className="panel-sheet" value={panel?.id ?? ""} activationMode="manual">
      <SnapSheet name="Panels" snap={snap} onSnap={rest} onPull={pull} head={<PanelTabs open={panel?.id} />}>
        {panel && (
          <Tabs.Content value={panel.id} className="panel-sheet-body">
            <PanelHost panel={panel} compact />
          </Tabs.Content>
        )}
      </SnapSheet>
    </Tabs.Root>
  );
}

/** One line, however many there are: the open one is scrolled to. The open one's tab shuts it. */
function PanelTabs({ open }: { readonly open: string | undefined }) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    line.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [open]);
  return (
    <Tabs.List className="panel-tabs" ref={line} aria-label="Panels">
      {PANELS.map(({ id, title }) => (
        <Tabs.Trigger key={id} value={id} className="panel-tab" onClick={() => (id === open ? rest("peek") : changeView({ panel: id }))}>
          {title}
        </Tabs.Trigger>
      ))}
    </Tabs.List>
  );
}
