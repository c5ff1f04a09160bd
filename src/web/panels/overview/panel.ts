import { lazy } from "react";
import { definePanel } from "#web/panels/panel.ts";

/** Every coin in a line: price, open interest, and what stands nearest to the price. */
export const overviewPanel = definePanel({
  id: "overview",
  title: "Overview",
  needs: ["overview"],
  Component: lazy(() => import("./overview.tsx").then(({ Overview }) => ({ default: Overview }))),
});
