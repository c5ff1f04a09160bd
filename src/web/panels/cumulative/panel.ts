import { lazy } from "react";
import { definePanel } from "#web/panels/panel.ts";

/** What a move of the price would force on its way, outward on both sides. */
export const cumulativePanel = definePanel({
  id: "cumulative",
  title: "Cumulative",
  needs: ["book"],
  Component: lazy(() => import("./cumulative.tsx").then(({ Cumulative }) => ({ default: Cumulative }))),
});
