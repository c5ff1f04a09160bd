import { lazy } from "react";
import { definePanel } from "#web/panels/panel.ts";

/** What became of the market's clusters, price and open interest since an earlier instant. */
export const changesPanel = definePanel({
  id: "changes",
  title: "What changed",
  needs: ["book", "earlier"],
  Component: lazy(() => import("./changes.tsx").then(({ Changes }) => ({ default: Changes }))),
});
