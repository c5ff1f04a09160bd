import { create } from "zustand";
import { PANELS } from "#web/panels/registry.ts";
import type { Snap } from "#web/ui/snap-points.ts";
import { changeView, useView } from "#web/app/view/view-store.ts";

/** How far the sheet is open while a panel is, and which panel was open last. */
const useSheet = create<{ readonly size: Exclude<Snap, "peek">; readonly last: string | undefined }>(() => ({ size: "half", last: undefined }));

/** How far the panels of a phone are open. */
export function usePanelSnap(): Snap {
  const isOpen = useView((view) => PANELS.some(({ id }) => id === view.panel));
  const size = useSheet((sheet) => sheet.size);
  return isOpen ? size : "peek";
}

/** Opens the panel that was open last. */
export const pull = (): void => changeView({ panel: useSheet.getState().last ?? PANELS[0]?.id });

/** Where the sheet has come to rest: shut, no panel is open. */
export function rest(snap: Snap): void {
  const { panel } = useView.getState();
  if (snap === "peek") {
    if (panel !== undefined) useSheet.setState({ size: "half", last: panel });
    changeView({ panel: undefined });
  } else {
    useSheet.setState({ size: snap });
    if (panel === undefined) pull();
  }
}
