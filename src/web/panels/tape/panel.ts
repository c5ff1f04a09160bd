import { lazy } from "react";
import { definePanel } from "#web/panels/panel.ts";

/** Printed liquidations one by one, as they come. */
export const tapePanel = definePanel({
  id: "tape",
  title: "Tape",
  needs: ["prints", "markets"],
  Component: lazy(() => import("./tape.tsx").then(({ Tape }) => ({ default: Tape }))),
});
