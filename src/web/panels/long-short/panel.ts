import { lazy } from "react";
import { definePanel } from "#web/panels/panel.ts";

/** Where longs and shorts would be forced, by distance, stacked by leverage or by exchange, and how they compare close to the price. */
export const longShortPanel = definePanel({
  id: "long-short",
  title: "Long vs short",
  needs: ["book", "memberBooks"],
  Component: lazy(() => import("./long-short.tsx").then(({ LongShort }) => ({ default: LongShort }))),
});
