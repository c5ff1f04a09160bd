import { useEffect, useRef } from "react";
import { PANELS } from "#web/panels/registry.ts";
import { Segments } from "#web/ui/segments.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import { PanelHost } from "./panel-host.tsx";
import { changeView, useView } from "./view-store.ts";

const TABS = PANELS.map(({ id, title }) => ({ value: id, label: title }));

/** The panels on a phone: one sheet, a row of tabs on top. */
export function PanelSheet() {
  const open = useView((view) => view.panel);
  const panel = PANELS.find(({ id }) => id === open);
  return (
    <Sheet
      title="Panels"
      shape="sheet"
      open={panel !== undefined}
      onOpenChange={(next) => changeView({ panel: next ? PANELS[0]?.id : undefined })}
      trigger={
        <button type="button" className="picker phone-chip">
          <span className="phone-chip-label">Panels</span>
          <span className="caret" aria-hidden="true" />
        </button>
      }
    >
      <div className="panel-sheet">
        <PanelTabs open={panel?.id ?? ""} />
        {panel && <PanelHost panel={panel} compact />}
      </div>
    </Sheet>
  );
}

/** One line, however many there are: the open one is scrolled to. */
function PanelTabs({ open }: { readonly open: string }) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => line.current?.querySelector("[aria-checked=true]")?.scrollIntoView({ inline: "center", block: "nearest" }), [open]);
  return (
    <div className="panel-tabs" ref={line}>
      <Segments name="Panel" segments={TABS} value={open} onChange={(id) => changeView({ panel: id })} />
    </div>
  );
}
