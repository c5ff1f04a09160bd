import { ControlBar } from "./control-bar.tsx";
import { Drawer } from "#web/app/drawer/drawer.tsx";

/** Below the chart on a desk: the panels that open over its lower part, and what the map shows. */
export function DeskFoot() {
  return (
    <>
      <Drawer />
      <ControlBar />
    </>
  );
}
