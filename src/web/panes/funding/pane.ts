import { THEME } from "#web/chart/theme.ts";
import type { Pane } from "#web/panes/pane.ts";
import { standing } from "#web/panes/standing.ts";
import { formatRate } from "#web/ui/format.ts";

export const fundingPane: Pane = {
  id: "funding",
  title: "Funding",
  hint: "The rate settled last, per interval, until the next settlement. Above zero longs pay, below it shorts do",
  absent: "no funding settled in what is loaded",
  plots: [
    {
      kind: "bars",
      compute: (bars) => standing(bars.map(({ fundingRate }) => fundingRate)),
      colourOf: (rate) => (rate < 0 ? THEME.shortsBar : THEME.longsBar),
    },
  ],
  format: formatRate,
  tick: 0.000001,
};
