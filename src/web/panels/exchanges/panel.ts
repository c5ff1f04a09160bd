import { lazy } from "react";
import { definePanel } from "#web/panels/panel.ts";

/** Each exchange's map beside the others', on one axis of distance from the price, and where they agree. */
export const exchangesPanel = definePanel({
  id: "exchanges",
  title: "Exchanges",
  needs: ["memberBooks", "book", "markets"],
  Component: lazy(() => import("./exchanges.tsx").then(({ Exchanges }) => ({ default: Exchanges }))),
});
