import { lazy } from "react";
import { definePanel } from "#web/panels/panel.ts";

/** The stretches of the map that stand out, one by one. */
export const clustersPanel = definePanel({
  id: "clusters",
  title: "Clusters",
  needs: ["book", "spread", "usdPerMinute", "memberBooks", "orders", "reach", "ages"],
  Component: lazy(() => import("./clusters.tsx").then(({ Clusters }) => ({ default: Clusters }))),
});
