import { lazy } from "react";
import { definePanel } from "#web/panels/panel.ts";

/** Orders that stand now: by row around the price, by venue, and what was seen of them. */
export const ordersPanel = definePanel({
  id: "orders",
  title: "Order book",
  needs: ["orders"],
  Component: lazy(() => import("./orders.tsx").then(({ Orders }) => ({ default: Orders }))),
});
