import type { KeyboardEvent, PointerEvent } from "react";
import { PANELS } from "#web/panels/registry.ts";
import { TabPanel, Tabs } from "#web/ui/tabs.tsx";
import { drawerBounds, setDrawerHeight, useDrawerHeight } from "./drawer-height.ts";
import { PanelHost } from "./panel-host-later.tsx";
import { PanesPopover } from "#web/app/controls/pane-switches.tsx";
import { changeView, useView } from "#web/app/view/view-store.ts";

const STEP_PX = 40;

/** Under the chart on a desk: one tab a panel. A tab opens it, the same tab or the cross shuts it; the edge above resizes it. */
export function Drawer() {
  const open = useView((view) => view.panel);
  const heightPx = useDrawerHeight((drawer) => drawer.heightPx);
  const panel = PANELS.find(({ id }) => id === open);
  const toggle = (id: string) => changeView({ panel: open === id ? undefined : id });
  return (
    <section className="drawer" aria-label="Panels">
      {open !== undefined && <Edge heightPx={heightPx} />}
      <Tabs name="Panels" tabs={PANELS} open={open} onPress={toggle} className="drawer-tabs" tabClassName="drawer-tab" />
      <div className="drawer-corner">
        <PanesPopover />
        {open !== undefined && (
          <button type="button" className="quiet-button" aria-label="Close the panel" onClick={() => changeView({ panel: undefined })}>
            ✕
          </button>
        )}
      </div>
      {panel && (
        <TabPanel id={panel.id} className="drawer-body" style={{ height: Math.min(heightPx, drawerBounds().mostPx) }}>
          <PanelHost panel={panel} compact={false} />
        </TabPanel>
      )}
    </section>
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
