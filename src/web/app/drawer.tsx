import { Tabs } from "radix-ui";
import type { KeyboardEvent, PointerEvent } from "react";
import { PANELS } from "#web/panels/registry.ts";
import { drawerBounds, setDrawerHeight, useDrawerHeight } from "./drawer-height.ts";
import { PanelHost } from "./panel-host.tsx";
import { PanesPopover } from "./pane-switches.tsx";
import { changeView, useView } from "./view-store.ts";

const STEP_PX = 40;

/** Under the chart on a desk: one tab a panel. A tab opens it, the same tab or the cross shuts it; the edge above resizes it. */
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
          {open !== undefined && (
            <button type="button" className="quiet-button" aria-label="Close the panel" onClick={() => changeView({ panel: undefined })}>
              ✕
            </button>
          )}
        </div>
        {PANELS.map((panel) => (
          <Tabs.Content key={panel.id} value={panel.id} className="drawer-body" style={{ height: Math.min(heightPx, drawerBounds().mostPx) }}>
            <PanelHost panel={panel} compact={false} />
          </Tabs.Content>
        ))}
      </section>
    </Tabs.Root>
  );
}

/** Pulled, moved by the arrow keys, Home and End; a double press makes it as high as it goes, or as low. */
function Edge({ heightPx }: { readonly heightPx: number }) {
  const { leastPx, mostPx } = drawerBounds();
  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) setDrawerHeight(heightPx - event.movementY);
  }
  function onKeyDown(event: KeyboardEvent): void {
    const to = { ArrowUp: heightPx + STEP_PX, ArrowDown: heightPx - STEP_PX, Home: leastPx, End: mostPx }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setDrawerHeight(to);
  }
  return (
    <div
      className="drawer-edge"
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the drawer"
      aria-valuenow={heightPx}
      aria-valuemin={leastPx}
      aria-valuemax={mostPx}
      tabIndex={0}
      onPointerDown={hold}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
      onDoubleClick={() => setDrawerHeight(heightPx < mostPx ? mostPx : leastPx)}
    />
  );
}

const hold = (event: PointerEvent<HTMLDivElement>): void => event.currentTarget.setPointerCapture(event.pointerId);
