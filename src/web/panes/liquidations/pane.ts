import { THEME } from "#web/chart/theme.ts";
import { formatUsd } from "#web/ui/format.ts";
import type { Pane } from "#web/panes/pane.ts";
import { longsDown, shortsUp } from "./two-sided.ts";

export const liquidationsPane: Pane = {
  id: "liquidations",
  title: "Realised",
  hint: "Printed liquidations of each bar: shorts upward, longs downward, as they stand on the map",
  absent: "nothing loaded",
  plots: [
    { kind: "bars", name: "shorts", compute: shortsUp, colourOf: () => THEME.shorts },
    { kind: "bars", name: "longs", compute: longsDown, colourOf: () => THEME.longs },
  ],
  format: (usd) => formatUsd(Math.abs(usd)),
  tick: 1,
};
