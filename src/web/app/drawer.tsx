import { Tabs } from "radix-ui";
import type { KeyboardEvent, PointerEvent } from "react";
import { PANELS } from "#web/panels/registry.ts";
import { setDrawerHeight, useDrawerHeight } from "./drawer-height.ts";
import { PanelHost } from "./panel-host.tsx";
import { PanesPopover } from "./pane-switches.tsx";
import { changeView, useView } from "./view-store.ts";

const STEP_PX = 40;

/** Under the chart on a desk: one tab a panel. A tab opens it, the same tab shuts it; the edge above resizes it. */
export function Drawer() {
  const open = useView((view) => view.panel);
  const heightPx = useDrawerHeight((drawer) => drawer.heightPx);
  const toggle = (id: string) => changeView({ panel: open === id ? undefined : id });
  return (
    <Tabs.Root asChild value={open ?? ""} activationMode="manual">
      <section className="drawer" aria-label="Panels">
        {open !== undefined && <Edge heightPx={heightPx} />}
        <Tabs.List className="drawer-tabs" aria-label="Panels">
          {PANELS.map(({ id, title }) => (
            <Tabs.Trigger key={id} value={id} className="drawer-tab" onClick={() => toggle(id)}>
              {title}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <div className="drawer-corner">
          <PanesPopover />
        </div>
        {PANELS.map((panel) => (
          <Tabs.Content key={panel.id} value={panel.id} className="drawer-body" style={{ height: heightPx }}>
            <PanelHost panel={panel} compact={false} />
          </Tabs.Content>
        ))}
      </section>
    </Tabs.Root>
  );
}

function Edge({ heightPx }: { readonly heightPx: number }) {
  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) setDrawerHeight(heightPx - event.movementY);
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === "ArrowUp") setDrawerHeight(heightPx + STEP_PX);
    if (event.key === "ArrowDown") setDrawerHeight(heightPx - STEP_PX);
  }
  return (
    <div
      className="drawer-edge"
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the drawer"
      aria-valuenow={heightPx}
      tabIndex={0}
      onPointerDown={hold}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  );
}

const hold = (event: PointerEvent<HTMLDivElement>): void => event.currentTarget.setPointerCapture(event.pointerId);
